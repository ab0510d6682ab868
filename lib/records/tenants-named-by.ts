/** Which directories a record says it comes from. */
import { isJsonObject } from "./json-object";
import { parseNested } from "./nested-json";

const TENANT_IN_PATH = /^\/tenants\/([^/]+)/i;

/**
 * The ids that a record names as the tenant whose log it stands in, lower-cased, each once: the envelope's and the
 * content's tenant id, the table's AADTenantId and TenantId, the path `/tenants/<id>/`. Home and resource tenants are not
 * among them, as these may rightly be others.
 */
export function tenantsNamedBy(value: unknown): string[] {
  const named: string[] = [];
  if (isJsonObject(value)) collect(value, named, true);
  return named;
}

function collect(object: Record<string, unknown>, named: string[], isTop: boolean): void {
  for (const key in object) {
    // The lengths of the four names: most keys need not be lower-cased.
    if (key.length !== 8 && key.length !== 10 && key.length !== 11) continue;
    const item = object[key];
    switch (key.toLowerCase()) {
      case "tenantid":
      case "aadtenantid":
        add(named, item);
        break;
      case "resourceid":
        if (typeof item === "string") add(named, TENANT_IN_PATH.exec(item)?.[1]);
        break;
      case "properties": {
        const properties = typeof item === "string" ? parseNested(item) : item;
        if (isTop && isJsonObject(properties)) collect(properties, named, false);
      }
    }
  }
}

function add(named: string[], id: unknown): void {
  if (typeof id !== "string") return;
  const normal = id.trim().toLowerCase();
  if (normal !== "" && !named.includes(normal)) named.push(normal);
}

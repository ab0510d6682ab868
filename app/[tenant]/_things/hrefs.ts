/** Where what was found leads. */
import type { CategorySlug } from "@/lib/model/categories";
import { addressOf, logQueryHref } from "@/lib/model/log-query-href";
import { HOUR_MS } from "@/lib/model/retention";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import type { FoundKind } from "@/lib/model/things";

/** The table beside an opened record shows the hour before and after it. */
const BESIDE_MS = HOUR_MS;

/** The details pane of a record, over its own log. */
export function recordHref(
  tenant: string,
  { category, id, createdAt }: Pick<SignInListItem, "category" | "id" | "createdAt">,
): string {
  const [from, to] = [-BESIDE_MS, BESIDE_MS].map((ms) => new Date(createdAt.getTime() + ms).toISOString());
  const open = { range: "custom", from: from as string, to: to as string, open: id, at: createdAt.toISOString() };
  return logQueryHref(`/${tenant}/sign-ins/${category}`, new URLSearchParams(), open);
}

const LOGS: Record<FoundKind, { log: CategorySlug; filter: string }> = {
  user: { log: "interactive", filter: "user" },
  servicePrincipal: { log: "service-principal", filter: "servicePrincipal" },
  managedIdentity: { log: "managed-identity", filter: "identity" },
  application: { log: "interactive", filter: "application" },
  resource: { log: "interactive", filter: "resource" },
  address: { log: "interactive", filter: "ip" },
};

/** The sign-ins of a thing. */
export function thingHref(tenant: string, kind: FoundKind, key: string): string {
  const { log, filter } = LOGS[kind];
  const params = new URLSearchParams({ range: "1m", [filter]: kind === "address" ? key : `=${key}` });
  return addressOf(`/${tenant}/sign-ins/${log}`, params);
}

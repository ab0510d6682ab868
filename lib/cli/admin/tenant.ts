import type { Command } from "commander";
import { Option } from "commander";
import { graceEnd, type LicenseTerms } from "@/lib/model/retention";
import { createTenant } from "@/lib/services/tenants/create-tenant";
import { deleteTenant } from "@/lib/services/tenants/delete-tenant";
import { listTenants } from "@/lib/services/tenants/list-tenants";
import { setLicense } from "@/lib/services/tenants/set-license";
import { licenseOption, noun, required, tenantOption, verb } from "./command";
import { UsageError } from "./command-error";
import { facts, formatTime, setResult, table } from "./output";

interface ShownTenant extends LicenseTerms {
  tenantId: string;
  slug: string;
  name: string;
  domain: string;
  createdAt: Date;
}

/** Organisations: whose sign-ins are kept, and what they may see. */
export function tenantCommand(): Command {
  const tenant = noun("tenant", "create, list, change and delete tenants");
  verb<{ slug: string; name: string; domain: string; license: string }>(tenant, "create", {
    description: "create a tenant",
    options: [
      required("--slug <slug>", "first word of its addresses: lower-case letters, digits, dashes"),
      required("--name <name>", "its name, for people"),
      required("--domain <domain>", "the domain of its people's user names"),
      licenseOption(),
    ],
    action: async (options) => show(await createTenant(options, { now: new Date() })),
  });
  verb(tenant, "list", { description: "list all tenants", action: list });
  verb<{ tenant: string; license: string }>(tenant, "set-license", {
    description: "change a tenant's license; what a downgrade hides is deleted 7 days later",
    options: [tenantOption(), licenseOption()],
    action: async ({ tenant: slug, license }) => show(await setLicense(slug, license, { now: new Date() })),
  });
  verb<{ tenant: string; yes?: boolean }>(tenant, "delete", {
    description: "delete a tenant with everything it holds; this cannot be undone",
    options: [tenantOption(), new Option("--yes", "really do it")],
    action: remove,
  });
  return tenant;
}

async function list(): Promise<void> {
  const tenants = await listTenants();
  setResult(
    { tenants },
    table(
      ["Slug", "Name", "Domain", "License", "Id"],
      tenants.map(({ slug, name, domain, license, tenantId }) => [slug, name, domain, license, tenantId]),
    ),
  );
}

async function remove({ tenant: slug, yes }: { tenant: string; yes?: boolean }): Promise<void> {
  if (!yes) throw new UsageError(`This deletes everything that ${slug} holds. Repeat it with --yes to do so.`);
  const result = await deleteTenant(slug);
  const rows = Object.entries(result.deleted).map(([name, count]) => `${count} of ${name}`);
  setResult(result, `Deleted ${slug}${rows.length > 0 ? ` with its rows: ${rows.join(", ")}` : ""}.`);
}

function show(tenant: ShownTenant): void {
  const { slug, name, domain, license, tenantId, downgradedFrom } = tenant;
  const rows: [string, string | null][] = [
    ["Slug", slug],
    ["Name", name],
    ["Domain", domain],
    ["License", license],
    ["Id", tenantId],
  ];
  const until = graceEnd(tenant, new Date());
  if (until) rows.push(["Before", `${downgradedFrom}: what it kept is safe until ${formatTime(until)}`]);
  setResult(tenant, facts(rows));
}

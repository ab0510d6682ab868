import { outsideTenants } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countTenants } from "@/db/queries/tenants";
import { systemScope } from "@/lib/access/system-scope";
import { env } from "@/lib/env";
import { ConflictError } from "@/lib/model/errors";
import { LICENSE_DEFINITIONS } from "@/lib/model/licenses";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { generateForTenant } from "../generate/generate-for-tenant";
import type { NamedPerson } from "../generate/make-person";
import { stableUuid } from "../generate/random";
import { activityArrivalOf, storeActivities } from "../ingest/store-activities";
import { listRuns } from "../jobs/list-runs";
import { recordRun } from "../jobs/record-run";
import { foldTenant } from "../pairs/fold-pairs";
import { createTenant } from "../tenants/create-tenant";
import { judgeTenant } from "../unusual/judge-sign-ins";
import { createUser } from "../users/create-user";
import { demoProvisioning } from "./demo-provisioning";
import { DEMO_ACCOUNTS, DEMO_TENANTS, type DemoTenant } from "./demo-tenants";

/** Its run is the mark that the demo is complete; also when its tenants have been deleted since. */
const RUN = "load-demo";
const ACTOR = "demo";
/** A load that was cut off longer ago starts over at the present time, or its month would lie too far back. */
const RESUME_WITHIN_MS = DAY_MS;

export interface LoadDemoOptions {
  /** Told what is being loaded. */
  log: (line: string) => void;
  now?: Date;
}

/**
 * Fills an empty database with the demo tenants, their accounts and a month of sign-ins, ending at `now`. A load that was
 * cut off is done again for the same time: the same events have the same ids, so nothing is there twice.
 * @returns whether anything was loaded. Needs the owner's connection.
 */
export async function loadDemoIfEmpty({ log, now = new Date() }: LoadDemoOptions): Promise<{ loaded: boolean }> {
  const [last] = await listRuns({ job: RUN, limit: 1 });
  if (last?.outcome === "done") return { loaded: false };
  if (!last && (await outsideTenants(() => countTenants(appDatabase().db))) > 0) return { loaded: false };
  const resumed = last && now.getTime() - last.startedAt.getTime() < RESUME_WITHIN_MS;
  const at = resumed ? last.startedAt : now;
  log(resumed ? "Loading the demo tenants, again: the last time was cut off" : "Loading the demo tenants");
  await recordRun(RUN, () => loadTenants(at, log), { startedAt: at, alone: true });
  return { loaded: true };
}

async function loadTenants(now: Date, log: (line: string) => void): Promise<string> {
  for (const tenant of DEMO_TENANTS) {
    const startedAt = performance.now();
    await createTenant(tenant, { now }).catch(ignoreConflict);
    const scope = await systemScope(tenant.slug, ACTOR);
    const people = DEMO_ACCOUNTS.map((account) => personOf(tenant, account));
    await createAccounts(scope, people);
    const stored = await loadEvents(scope, tenant, { named: people, now });
    const provisioned = demoProvisioning({ tenantId: scope.tenantId, slug: tenant.slug, people, now });
    await storeActivities(scope, provisioned.map(activityArrivalOf), now);
    await foldTenant(scope);
    await judgeTenant(scope, { now });
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    log(`${tenant.slug}: ${people.length} accounts, ${stored.toLocaleString("en")} sign-ins (${seconds} s)`);
  }
  return `Loaded ${DEMO_TENANTS.map(({ slug }) => slug).join(", ")}.`;
}

type DemoPerson = NamedPerson & Pick<(typeof DEMO_ACCOUNTS)[number], "roles">;

/** The accounts are people of the generated organisation, so that everybody has a history of their own. */
function personOf(
  { slug, domain }: DemoTenant,
  { account, displayName, roles }: (typeof DEMO_ACCOUNTS)[number],
): DemoPerson {
  return { upn: `${account}@${domain}`, displayName, objectId: stableUuid(`demo:${slug}:${account}`), roles };
}

/** All at once: hashing takes turns by itself, and uses every core. */
async function createAccounts(scope: TenantScope, people: readonly DemoPerson[]): Promise<void> {
  const password = env().DEMO_PASSWORD;
  await Promise.all(
    people.map((person) => createUser(scope, { ...person, password, allowShortPassword: true }).catch(ignoreConflict)),
  );
}

async function loadEvents(
  scope: TenantScope,
  { slug, domain, license, events, people }: DemoTenant,
  { named, now }: { named: readonly NamedPerson[]; now: Date },
): Promise<number> {
  const { accepted, duplicates, updated } = await generateForTenant(scope, {
    ...{ events, people, named, now },
    seed: `demo-${slug}`,
    tenantDomain: domain,
    // A free tenant keeps a week, so a week is all that can be there.
    days: LICENSE_DEFINITIONS[license].retentionDays,
    source: ACTOR,
  });
  return accepted + duplicates + updated;
}

/** It exists since the load that was cut off. */
function ignoreConflict(error: unknown): void {
  if (!(error instanceof ConflictError)) throw error;
}

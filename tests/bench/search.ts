/**
 * Suggestions and pages of things in a tenant of 5,000,000 sign-ins of 50,000 users, beside the same of 100,000 sign-ins; and how
 * fast the worker folds them.
 */
import type { ThingKind } from "@/lib/model/things";
import { foldTenant } from "@/lib/services/pairs/fold-pairs";
import { keepTotals } from "@/lib/services/pairs/keep-totals";
import { searchAnything } from "@/lib/services/search/search-anything";
import { suggestThings } from "@/lib/services/search/suggest-things";
import { getThing } from "@/lib/services/things/get-thing";
import type { TestTenant } from "@/tests/helpers/tenant";
import { type BenchDatabase, progress, report, round, timed } from "./harness";
import { fillLargeTenant } from "./large-tenant";
import { atTwoSizes, SMALL, timeBoth } from "./two-sizes";

const SIZE = { people: 50_000, days: 29, batchSize: 5000 };
const LIMIT_MS = 100;
const RATIO_LIMIT = 1.5;
/** A page of some twenty statements: two medians below this differ by chance. */
const FAST_ENOUGH_MS = 50;

export async function benchSearch(): Promise<void> {
  await atTwoSizes(
    {
      connections: 4,
      fill: async ({ tenant, database, events, now }) => {
        await fillLargeTenant(database, { ...SIZE, tenantId: tenant.tenantId, category: 1, events, now });
        await fold(tenant, events);
      },
    },
    async ({ database, now, ...tenants }) => {
      const subject = async (tenant: TestTenant) => ({ tenant, user: await typicalUser(database, tenant) });
      const both = { large: await subject(tenants.large), small: await subject(tenants.small) };
      const { largeMs, lastMs } = await timeBoth((of) => largestApplication(of, now), both);
      report({
        ...{
          bench: "search",
          figure: "the page of the largest application, not counted ahead",
          value: largeMs,
          unit: "ms",
          limit: { atMost: LIMIT_MS },
        },
        lastMs,
      });
      const ms = [await total(tenants.large, now), await total(tenants.small, now)].map(Math.round);
      progress(`Counted ahead in ${ms.join(" and ")} ms`);
      for (const [figure, read] of Object.entries(READS)) await compare(figure, (of) => read(of, now), both);
    },
  );
}

async function fold(tenant: TestTenant, events: number): Promise<void> {
  const ms = await timed(() => foldTenant(tenant.scope));
  report({
    bench: "search",
    figure: `folding ${events} sign-ins into pairs`,
    value: (events / ms) * 1000,
    unit: "1/s",
  });
}

/** As the worker does after folding, until it is done. @returns how long it took. */
async function total({ scope }: TestTenant, now: Date): Promise<number> {
  return timed(async () => {
    while ((await keepTotals(scope, { now })) > 0);
  });
}

/** With about as many sign-ins as users have on average. */
async function typicalUser({ owner }: BenchDatabase, { tenantId }: TestTenant): Promise<string> {
  const [row] = await owner`
    with users as (select key, sum(n) as n from sign_in_days where tenant_id = ${tenantId} and kind = 1 group by key)
    select key from users order by abs(n - (select avg(n) from users)), key limit 1`;
  return String(row?.key);
}

interface Subject {
  tenant: TestTenant;
  user: string;
}

type Read = (subject: Subject, now: Date) => Promise<unknown>;

const suggest =
  (text: string): Read =>
  async ({ tenant }, now) => {
    const found = await suggestThings(tenant.scope, text, { now });
    if (found.length === 0) throw new Error(`Nothing is suggested for ${text}`);
  };

const thing =
  (kind: ThingKind, keyOf: string | ((subject: Subject) => string)): Read =>
  async (subject, now) => {
    const key = typeof keyOf === "string" ? keyOf : keyOf(subject);
    const answer = await getThing(subject.tenant.scope, { kind, key }, { now });
    if (!answer.found) throw new Error(`There is no ${kind} ${key}`);
  };

const largestApplication = thing("application", "app-office");

const READS: Record<string, Read> = {
  "suggestions for the beginning of a name": suggest("user 12"),
  "suggestions for a part of a name": suggest("ser 1234"),
  "suggestions for the beginning of an address": suggest("10.3."),
  "a search for a name": ({ tenant }, now) => searchAnything(tenant.scope, "user 123", { now }),
  "a search for a request ID": ({ tenant }, now) => searchAnything(tenant.scope, "r-000000777", { now }),
  "the page of a typical user": thing("principal", ({ user }) => user),
  "the page of the largest application": largestApplication,
  "the page of a resource": thing("resource", "resource-3"),
  "the page of an address": thing("address", "10.3.34.7"),
  "the page of a /24": thing("address", "10.3.34.0/24"),
  "the page of a /20": thing("address", "10.3.32.0/20"),
};

async function compare(
  figure: string,
  read: (subject: Subject) => Promise<unknown>,
  both: { large: Subject; small: Subject },
): Promise<void> {
  const { largeMs, smallMs, lastMs } = await timeBoth(read, both);
  const times = { largeMs: round(largeMs), smallMs: round(smallMs), lastMs };
  report({ bench: "search", figure, value: largeMs, unit: "ms", limit: { atMost: LIMIT_MS }, ...times });
  report({
    ...{ bench: "search", figure: `${figure}, beside ${SMALL}`, value: largeMs / smallMs, unit: "ratio" },
    limit: { atMost: Math.max(RATIO_LIMIT, FAST_ENOUGH_MS / smallMs) },
  });
}

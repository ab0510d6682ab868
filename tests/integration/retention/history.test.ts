/** Whatever happened before, and whenever it is: what is kept is kept, what is past is gone, and the counts are right. */
import fc from "fast-check";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { systemScope } from "@/lib/access/system-scope";
import { LICENSES, type License } from "@/lib/model/licenses";
import { DAY_MS, HOUR_MS, type LicenseTerms, purgeCutoff, retentionCutoff } from "@/lib/model/retention";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { applyRetention } from "@/lib/services/retention/apply-retention";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { createTenant } from "@/lib/services/tenants/create-tenant";
import { deleteTenant } from "@/lib/services/tenants/delete-tenant";
import { setLicense } from "@/lib/services/tenants/set-license";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";

/** Partitions are made for 45 days back at most, and the oldest event of a history is 31 days older than its start. */
const LONGEST_HISTORY_DAYS = 12;
const START = new Date(Date.now() - LONGEST_HISTORY_DAYS * DAY_MS);
const ROWS_PER_TRANSACTION = 4;

let database: TestDatabase;
let owner: Sql;
/** Told of each statement. */
let onStatement = () => {};

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 2 });
  connectTo(database, { onStatement: () => onStatement() });
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

type Step =
  | { do: "store"; tenant: number; events: { number: number; daysAgo: number; user: string }[] }
  | { do: "license"; tenant: number; license: License }
  | { do: "wait"; hours: number }
  /** Cut off after so many statements, where there is a number. */
  | { do: "retain"; statements: number | null };

const anyTenant = fc.constantFrom(0, 1);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("store" as const),
      tenant: anyTenant,
      events: fc.array(
        fc.record({
          number: fc.integer({ min: 0, max: 3 }),
          daysAgo: fc.constantFrom(0, 3, 6, 7, 8, 9, 13, 14, 15, 22, 23, 29, 30, 31),
          user: fc.constantFrom("ada", "bo", "cy"),
        }),
        { minLength: 5, maxLength: 15 },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("license" as const),
      tenant: anyTenant,
      license: fc.constantFrom(...LICENSES),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("wait" as const), hours: fc.constantFrom(5, 24, 49, 170) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("retain" as const),
      statements: fc.option(fc.integer({ min: 5, max: 90 }), { nil: null, freq: 2 }),
    }),
  },
);

interface Model {
  slug: string;
  tenantId: string;
  /** Every event that was accepted and has not been past its time at any run since. */
  kept: Map<string, Date>;
  /** Past its time at a run that was cut short: gone or not, and kept again if it is not and a longer license comes. */
  maybe: Map<string, Date>;
}

async function termsOf({ tenantId }: Model): Promise<LicenseTerms> {
  const [row] = await owner`select license, license_changed_at as "licenseChangedAt",
    downgraded_from as "downgradedFrom" from tenants where tenant_id = ${tenantId}`;
  return row as unknown as LicenseTerms;
}

class History {
  #now = START;
  constructor(readonly tenants: readonly Model[]) {}

  async take(step: Step): Promise<void> {
    if (step.do === "wait") {
      const latest = START.getTime() + LONGEST_HISTORY_DAYS * DAY_MS;
      this.#now = new Date(Math.min(latest, this.#now.getTime() + step.hours * HOUR_MS));
    } else if (step.do === "license") await this.#change(this.tenants[step.tenant]!, step.license);
    else if (step.do === "store") await this.#store(this.tenants[step.tenant]!, step.events);
    else await this.#retain(step.statements);
    for (const [index, tenant] of this.tenants.entries()) {
      if ("tenant" in step && step.tenant !== index) continue;
      await this.#check(tenant);
      if (step.do !== "wait") await this.#checkRollups(tenant);
    }
  }

  async #change(tenant: Model, license: License): Promise<void> {
    const before = await termsOf(tenant);
    await setLicense(tenant.slug, license, { now: this.#now });
    // Also where a day is just on its way out: the new license may bring that day back.
    if (before.license !== license) await expectRollupsEqualRecount(owner, tenant.tenantId);
  }

  async #store({ slug, kept, maybe }: Model, events: Extract<Step, { do: "store" }>["events"]): Promise<void> {
    const records = events.map(({ number, daysAgo, user }) => {
      const at = new Date(this.#now.getTime() - daysAgo * DAY_MS - number * HOUR_MS);
      at.setUTCMinutes(0, 0, 0);
      const id = `${at.toISOString()} ${number}`;
      return graphSignIn({
        id,
        createdDateTime: at.toISOString(),
        userId: user,
        userDisplayName: `${user} of ${number}`,
      });
    });
    const scope = await systemScope(slug, "test");
    const result = await ingestRecords(scope, asRecords(records), { source: "test", now: this.#now });
    const cutoff = retentionCutoff(scope.license, this.#now);
    const refused = new Set(result.errors.map(({ index }) => index));
    records.forEach(({ id, createdDateTime }, index) => {
      const at = new Date(String(createdDateTime));
      expect(refused.has(index)).toBe(at < cutoff);
      if (at < cutoff) return;
      kept.set(String(id), at);
      maybe.delete(String(id));
    });
  }

  async #retain(statements: number | null): Promise<void> {
    const controller = new AbortController();
    let left = statements ?? Number.POSITIVE_INFINITY;
    onStatement = () => {
      if (--left === 0) controller.abort();
    };
    const { failed, interrupted } = await applyRetention({
      ...{ now: this.#now, signal: controller.signal, rowsPerTransaction: ROWS_PER_TRANSACTION },
    });
    onStatement = () => {};
    expect(failed).toEqual([]);
    for (const tenant of this.tenants) {
      const cutoff = purgeCutoff(await termsOf(tenant), this.#now);
      const past = [...tenant.kept, ...tenant.maybe].filter(([, at]) => at < cutoff);
      for (const [id, at] of past) {
        tenant.kept.delete(id);
        if (interrupted) tenant.maybe.set(id, at);
        else tenant.maybe.delete(id);
      }
      if (interrupted) continue;
      const stored = await this.#stored(tenant);
      expect(stored.filter((id) => !tenant.maybe.has(id))).toEqual([...tenant.kept.keys()].sort());
    }
  }

  async #stored({ tenantId }: Model): Promise<string[]> {
    const rows = await owner`select id from sign_ins where tenant_id = ${tenantId} order by id`;
    return rows.map(({ id }) => id);
  }

  async #check(tenant: Model): Promise<void> {
    const stored = new Set(await this.#stored(tenant));
    expect([...tenant.kept.keys()].filter((id) => !stored.has(id))).toEqual([]);
    expect(await this.#readable(tenant)).toEqual(await this.#expectedReadable(tenant, stored));
  }

  /** While a day is on its way out, its counts are for nobody, and the next run takes them away. */
  async #checkRollups({ tenantId }: Model): Promise<void> {
    const [leaving] = await owner`select from pg_class where relname ~ '^sign_ins_p[0-9]+$' and relkind = 'r'
      and not relispartition`;
    if (!leaving) await expectRollupsEqualRecount(owner, tenantId);
  }

  /** Ids that a reader can page to; nothing without the license. */
  async #readable({ slug }: Model): Promise<string[]> {
    const scope = await systemScope(slug, "test");
    if (scope.license === "free") return [];
    const range = { from: new Date(0), to: new Date(this.#now.getTime() + DAY_MS) };
    const query = {
      category: "interactive",
      preset: "custom",
      ...range,
      filters: [],
      size: 200,
      window: "24h",
      expanded: [],
    } as const;
    const { items, olderCursor } = await listSignIns(scope, query, { now: this.#now, budgetMs: 60_000 });
    expect(olderCursor).toBeNull();
    return items.map(({ id }) => id).sort();
  }

  async #expectedReadable(tenant: Model, stored: ReadonlySet<string>): Promise<string[]> {
    const { license } = await termsOf(tenant);
    if (license === "free") return [];
    const cutoff = retentionCutoff(license, this.#now);
    return [...stored].filter((id) => new Date(id.split(" ")[0]!) >= cutoff).sort();
  }
}

describe("after any history, at any time", () => {
  it("nothing past the cutoff is readable, nothing younger is gone, and every roll-up equals a recount", async () => {
    let run = 0;
    const history = fc.tuple(
      fc.tuple(fc.constantFrom(...LICENSES), fc.constantFrom(...LICENSES)),
      fc.array(anyStep, { minLength: 4, maxLength: 14 }),
    );
    await fc.assert(
      fc.asyncProperty(history, async ([licenses, steps]) => {
        run++;
        const tenants: Model[] = [];
        for (const [index, license] of licenses.entries()) {
          const slug = `history-${run}-${index}`;
          const { tenantId } = await createTenant(
            { slug, name: slug, domain: `${slug}.example`, license },
            { now: START },
          );
          tenants.push({ slug, tenantId, kept: new Map(), maybe: new Map() });
        }
        const story = new History(tenants);
        try {
          for (const step of steps) await story.take(step);
          await story.take({ do: "retain", statements: null });
        } finally {
          // The longest retention in force is that of all tenants.
          for (const { slug } of tenants) await deleteTenant(slug);
        }
      }),
      { numRuns: 6 },
    );
  }, 180_000);
});

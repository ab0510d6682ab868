import postgres, { type Sql } from "postgres";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { systemScope } from "@/lib/access/system-scope";
import type { License } from "@/lib/model/licenses";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { RawRecord } from "@/lib/records/read-body";
import { ATTEMPT_RULES } from "@/lib/services/authentication/lockout";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { retryRejections } from "@/lib/services/ingest/retry-rejections";
import { listRuns } from "@/lib/services/jobs/list-runs";
import { recordRun } from "@/lib/services/jobs/record-run";
import { listPartitions } from "@/lib/services/partitions/list-partitions";
import { applyRetention } from "@/lib/services/retention/apply-retention";
import { runRetention } from "@/lib/services/retention/run-retention";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { createTenant } from "@/lib/services/tenants/create-tenant";
import { deleteTenant } from "@/lib/services/tenants/delete-tenant";
import { describeLicense } from "@/lib/services/tenants/describe-license";
import { listTenants } from "@/lib/services/tenants/list-tenants";
import { setLicense } from "@/lib/services/tenants/set-license";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";

/** Noon, so that no test depends on the hour at which it runs. */
const NOW = new Date(startOfUtcDay(new Date()).getTime() + 12 * HOUR_MS);
const TODAY = startOfUtcDay(NOW).getTime();
const day = (offset: number) => new Date(TODAY + offset * DAY_MS);
const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);
const dayName = (offset: number) => day(offset).toISOString().slice(0, 10);

let database: TestDatabase;
let owner: Sql;
let made = 0;
let onStatement = (_: string) => {};

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 4, onnotice: () => {} });
  connectTo(database, { onStatement: (statement) => onStatement(statement) });
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

/** The longest retention in force is that of all tenants: each test has its own only. */
afterEach(async () => {
  onStatement = () => {};
  for (const { slug } of await listTenants()) await deleteTenant(slug);
});

interface Made {
  slug: string;
  tenantId: string;
}

async function make(license: License, signIns: readonly JsonObject[] = []): Promise<Made> {
  const slug = `kept-${++made}`;
  const domain = `${slug}.example`;
  const { tenantId } = await createTenant({ slug, name: slug, domain, license }, { now: day(-60) });
  if (signIns.length > 0) expect(await store(slug, signIns)).toMatchObject({ rejected: 0 });
  return { slug, tenantId };
}

async function store(slug: string, signIns: readonly JsonObject[], now = NOW) {
  return ingestRecords(await systemScope(slug, "test"), asRecords(signIns), { source: "test", now });
}

const signIn = (at: Date, fields: JsonObject = {}) =>
  graphSignIn({ id: `at ${at.toISOString()}`, createdDateTime: at.toISOString(), ...fields });

/** Days before today of what is stored, oldest first. */
async function storedDays({ tenantId }: Made): Promise<number[]> {
  const rows = await owner`select distinct (created_at at time zone 'UTC')::date::text as day from sign_ins
    where tenant_id = ${tenantId} order by 1`;
  return rows.map((row) => (TODAY - new Date(row.day).getTime()) / DAY_MS);
}

const count = async (table: string, { tenantId }: Made) =>
  (await owner`select count(*)::int as n from ${owner(table)} where tenant_id = ${tenantId}`)[0]?.n as number;

const daysWithPartition = async () =>
  (await listPartitions()).map(({ from }) => (TODAY - from.getTime()) / DAY_MS).filter((days) => days > 1);

describe("in the same partitions", () => {
  it("a free tenant keeps 7 days and a premium one 30, from the first instant of the day on", async () => {
    const edges = (days: number) => [
      signIn(new Date(day(-days).getTime() - 1000)),
      signIn(day(-days)),
      signIn(new Date(day(-days).getTime() + 12 * HOUR_MS)),
    ];
    const [free, premium] = [await make("premium_p1", [...edges(7), ...edges(29)]), await make("premium_p2")];
    await owner`update tenants set license = 'free' where tenant_id = ${free.tenantId}`;
    await store(premium.slug, [...edges(7), ...edges(29), signIn(day(-30))]);

    const report = await applyRetention({ now: NOW });

    expect(report).toMatchObject({ droppedDays: [], failed: [], interrupted: false, removed: { sign_ins: 4 } });
    expect(await storedDays(free)).toEqual([7]);
    expect(await count("sign_ins", free)).toBe(2);
    expect(await storedDays(premium)).toEqual([30, 29, 8, 7]);
    for (const { tenantId } of [free, premium]) await expectRollupsEqualRecount(owner, tenantId);
    expect((await applyRetention({ now: NOW })).removed).toEqual({});
  });

  it("goes in batches of bounded size, and the roll-ups are right after each", async () => {
    const tenant = await make(
      "premium_p1",
      Array.from({ length: 25 }, (_, n) => signIn(day(-9), { id: `n-${n}` })),
    );
    await make("premium_p1");
    await owner`update tenants set license = 'free' where tenant_id = ${tenant.tenantId}`;
    for (const left of [15, 5]) {
      const controller = new AbortController();
      let batches = 0;
      onStatement = (statement) => {
        if (/insert into sign_in_facets/.test(statement) && ++batches === 1) controller.abort();
      };
      const report = await applyRetention({ now: NOW, signal: controller.signal, rowsPerTransaction: 10 });
      expect(report).toMatchObject({ interrupted: true, removed: { sign_ins: 10 }, failed: [] });
      expect(await count("sign_ins", tenant)).toBe(left);
      await expectRollupsEqualRecount(owner, tenant.tenantId);
    }
    onStatement = () => {};
    await applyRetention({ now: NOW });
    expect(await count("sign_in_details", tenant)).toBe(0);
  });

  it("stops when a longer license comes in the middle", async () => {
    const tenant = await make(
      "premium_p1",
      Array.from({ length: 30 }, (_, n) => signIn(day(-9), { id: `n-${n}` })),
    );
    await make("premium_p1");
    await owner`update tenants set license = 'free' where tenant_id = ${tenant.tenantId}`;
    let upgrade: Promise<unknown> | undefined;
    onStatement = (statement) => {
      if (/insert into sign_in_facets/.test(statement)) upgrade ??= setLicense(tenant.slug, "premium_p2", { now: NOW });
    };
    const report = await applyRetention({ now: NOW, rowsPerTransaction: 5 });
    await upgrade;
    expect(report.failed).toEqual([]);
    expect(await count("sign_ins", tenant)).toBeGreaterThanOrEqual(15);
    await expectRollupsEqualRecount(owner, tenant.tenantId);
  });
});

describe("a day that nobody keeps", () => {
  it("is dropped whole once its end is past the longest retention in force, and not before", async () => {
    const premium = await make("premium_p2", [signIn(day(-30)), signIn(day(-29)), signIn(day(-1))]);
    const free = await make("free", [signIn(day(-1))]);
    expect((await applyRetention({ now: NOW })).droppedDays).toEqual([]);
    const lastInstant = new Date(day(1).getTime() - 1);
    expect((await applyRetention({ now: lastInstant })).droppedDays).toEqual([]);

    const report = await applyRetention({ now: day(1) });

    expect(report).toMatchObject({ droppedDays: [dayName(-30)], failed: [], removed: { sign_ins: 1 } });
    expect(await daysWithPartition()).not.toContain(30);
    expect(await storedDays(premium)).toEqual([29, 1]);
    for (const { tenantId } of [premium, free]) await expectRollupsEqualRecount(owner, tenantId);
    const left =
      await owner`select relname from pg_class where relname like ${`%_p${dayName(-30).replaceAll("-", "")}%`}`;
    expect(left).toEqual([]);
  });

  it("is dropped after a week where all tenants are free", async () => {
    const tenants = [await make("free", [signIn(day(-7)), signIn(day(-1))]), await make("free", [signIn(day(-7))])];
    await applyRetention({ now: NOW });
    for (const tenant of tenants) expect(await storedDays(tenant)).toContain(7);
    expect(await applyRetention({ now: later(1) })).toMatchObject({
      droppedDays: [dayName(-7)],
      removed: { sign_ins: 2 },
    });
    expect((await daysWithPartition()).filter((days) => days > 6)).toEqual([]);
    for (const { tenantId } of tenants) await expectRollupsEqualRecount(owner, tenantId);
  });

  it("is finished by the next run where one was cut short; a license that brings it back finds no counts of it", async () => {
    const [upgraded, other] = [await make("free", [signIn(day(-7))]), await make("free", [signIn(day(-7))])];
    const controller = new AbortController();
    onStatement = (statement) => {
      if (/detach partition "sign_ins_p/.test(statement)) controller.abort();
    };
    const report = await applyRetention({ now: later(1), signal: controller.signal });
    onStatement = () => {};
    expect(report).toMatchObject({ interrupted: true, droppedDays: [] });
    expect([await count("sign_ins", other), await count("sign_in_days", other)]).toEqual([0, 4]);

    await setLicense(upgraded.slug, "premium_p2", { now: later(1) });
    await expectRollupsEqualRecount(owner, upgraded.tenantId);
    // An event of that day finds no partition, and none can be made yet: its sender is to come again.
    await expect(store(upgraded.slug, [signIn(day(-7), { id: "again" })], later(1))).rejects.toThrow(/being removed/);

    expect((await applyRetention({ now: later(1) })).droppedDays).toEqual([dayName(-7)]);
    expect(await count("sign_in_days", other)).toBe(0);
    expect(await store(upgraded.slug, [signIn(day(-7), { id: "again" })], later(1))).toMatchObject({ accepted: 1 });
    await expectRollupsEqualRecount(owner, upgraded.tenantId);
  });

  it("is kept when a tenant that needs it comes while it is about to be dropped", async () => {
    const tenant = await make("free", [signIn(day(-7))]);
    let upgrade: Promise<unknown> | undefined;
    onStatement = (statement) => {
      // Before the locks are asked for, after the list of what is due was made.
      if (/set local lock_timeout/.test(statement)) {
        upgrade ??= owner`update tenants set license = 'premium_p1' where tenant_id = ${tenant.tenantId}`.execute();
      }
    };
    const holder = await owner.reserve();
    await holder`begin`;
    await holder`select count(*) from sign_ins`;
    const running = applyRetention({ now: later(1) });
    await expect.poll(() => upgrade).toBeDefined();
    await upgrade;
    await holder`commit`;
    holder.release();
    expect(await running).toMatchObject({ droppedDays: [], failed: [] });
    expect(await storedDays(tenant)).toEqual([7]);
  });

  it("never makes a reader wait for a reader: it gives way, is on record as failed, and is dropped by the next run", async () => {
    const tenant = await make("free", [signIn(day(-7)), signIn(day(-1))]);
    const holder = await owner.reserve();
    await holder`begin`;
    await holder`select count(*) from sign_ins`;
    const running = runRetention({ now: later(1) });
    let slowest = 0;
    for (let read = 0; read < 40; read++) {
      const startedAt = performance.now();
      await owner`select count(*) from sign_ins where tenant_id = ${tenant.tenantId} and created_at >= ${day(-2)}`;
      slowest = Math.max(slowest, performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // It waits a tenth of a second for its lock at most, and who comes after it as long; the rest is a slow machine.
    expect(slowest).toBeLessThan(1000);
    const { report } = await running;
    expect(report).toMatchObject({ droppedDays: [], failed: [{ message: expect.stringMatching(/read or written/) }] });
    expect((await listRuns({ job: "apply-retention", limit: 1 }))[0]).toMatchObject({ outcome: "failed" });
    await holder`commit`;
    holder.release();
    expect((await runRetention({ now: later(1) })).report?.droppedDays).toEqual([dayName(-7)]);
    expect((await listRuns({ job: "apply-retention", limit: 1 }))[0]).toMatchObject({
      ...{ outcome: "done", removed: { sign_ins: 1 }, summary: expect.stringMatching(/Dropped 1 day .* 1 sign_ins/) },
    });
  }, 120_000);
});

describe("after a downgrade", () => {
  it("what it hid is safe for 7 days to the instant, and a change back loses nothing", async () => {
    const tenant = await make("premium_p1", [signIn(day(-20)), signIn(day(-8)), signIn(day(-6))]);
    await make("premium_p1");
    await setLicense(tenant.slug, "free", { now: NOW });
    const until = later(7);
    expect(await describeLicense(await systemScope(tenant.slug, "test"), { now: NOW })).toEqual({
      ...{ license: "free", collectedFrom: dayName(-20), grace: { downgradedFrom: "premium_p1", until } },
    });
    await applyRetention({ now: new Date(until.getTime() - 1) });
    expect(await storedDays(tenant)).toEqual([20, 8, 6]);

    await setLicense(tenant.slug, "premium_p1", { now: NOW });
    const range = { from: day(-30), to: later(1) };
    const query = {
      category: "interactive",
      preset: "custom",
      ...range,
      filters: [],
      size: 50,
      window: "24h",
      expanded: [],
    } as const;
    const page = await listSignIns(await systemScope(tenant.slug, "test"), query, { now: NOW });
    expect(page.items).toHaveLength(3);

    await setLicense(tenant.slug, "free", { now: NOW });
    await applyRetention({ now: until });
    // Seven days later the free license keeps a week from there.
    expect(await storedDays(tenant)).toEqual([]);
    expect(await describeLicense(await systemScope(tenant.slug, "test"), { now: until })).toMatchObject({
      ...{ collectedFrom: null, grace: null },
    });
  });

  it("holds back dropping for everybody", async () => {
    const tenant = await make("premium_p1", [signIn(day(-20))]);
    await setLicense(tenant.slug, "free", { now: NOW });
    expect((await applyRetention({ now: later(6.9) })).droppedDays).toEqual([]);
    expect((await applyRetention({ now: later(7) })).droppedDays).toContain(dayName(-20));
  });
});

describe("an event whose day is removed while it comes in", () => {
  it("is refused as older than retention, the others of its body are stored, and a retry takes it once it may", async () => {
    const { slug, tenantId } = await make("free");
    const scope = await systemScope(slug, "test");
    const oldest = signIn(new Date(day(-7).getTime() + 1000), { userDisplayName: "Late One" });
    // The day after now begins a moment after the body did: its records are checked before, stored after.
    const beforeMidnight = new Date(day(1).getTime() - 1);
    async function* records(): AsyncIterable<RawRecord> {
      yield* asRecords([oldest, signIn(day(-1))]);
      await applyRetention({ now: day(1) });
    }
    const result = await ingestRecords(scope, records(), { source: "test", now: beforeMidnight });
    expect(result).toMatchObject({ accepted: 1, rejected: 1, errors: [{ index: 0, code: "older_than_retention" }] });
    expect(await daysWithPartition()).not.toContain(7);
    await expectRollupsEqualRecount(owner, tenantId);

    await setLicense(slug, "premium_p2", { now: NOW });
    expect(await retryRejections(await systemScope(slug, "test"), { now: NOW })).toMatchObject({ accepted: 1 });
    const [row] = await owner`select id, principal_name as name from sign_ins where tenant_id = ${tenantId}
      and created_at < ${day(-2)}`;
    expect(row).toEqual({ id: oldest.id, name: "Late One" });
  });

  it("is stored where the process believed in a day that is gone and the license keeps", async () => {
    const { slug } = await make("free", [signIn(day(-7))]);
    await applyRetention({ now: later(1) });
    expect(await daysWithPartition()).not.toContain(7);
    expect(await store(slug, [signIn(day(-7), { id: "another" })])).toMatchObject({ accepted: 1, rejected: 0 });
  });
});

describe("what goes by its own time", () => {
  let tenant: Made;

  beforeEach(async () => {
    tenant = await make("free");
    await make("premium_p1");
  });

  const instant = (days: number, ms = 0) => new Date(day(days).getTime() + ms);

  it("names go when unseen for two days longer than sign-ins are kept, and are entered again", async () => {
    const seen = (offset: number, name: string) =>
      signIn(day(offset), { userId: name, userDisplayName: name, id: name });
    await store(tenant.slug, [seen(-7, "Old One"), seen(-6, "Newer One"), seen(-1, "New One")]);
    const names = async () =>
      (
        await owner`select name from sign_in_names where tenant_id = ${tenant.tenantId} and kind = 1 and name like '% One'
        order by 1`
      ).map(({ name }) => name);
    await applyRetention({ now: later(2) });
    expect(await names()).toEqual(["New One", "Newer One", "Old One"]);
    await applyRetention({ now: later(3) });
    expect(await names()).toEqual(["New One", "Newer One"]);
    // The process has entered the name before: with a longer license an older event may name it again.
    await setLicense(tenant.slug, "premium_p1", { now: NOW });
    await store(tenant.slug, [seen(-8, "Old One")]);
    expect(await names()).toEqual(["New One", "Newer One", "Old One"]);
    await expectRollupsEqualRecount(owner, tenant.tenantId);
  });

  it("marks go with their sign-ins", async () => {
    await store(tenant.slug, [signIn(day(-7)), signIn(day(-6))]);
    await owner`insert into sign_in_marks (tenant_id, category, created_at, id, answer, answered_at)
      select tenant_id, category, created_at, id, 'notMe', now() from sign_ins where tenant_id = ${tenant.tenantId}`;
    await applyRetention({ now: NOW });
    expect(await count("sign_in_marks", tenant)).toBe(2);
    await applyRetention({ now: later(1) });
    expect(await count("sign_in_marks", tenant)).toBe(1);
  });

  it("batches go when no event names them any more; numbers go on", async () => {
    const inDays = (days: number) => store(tenant.slug, [signIn(later(days - 1), { id: `${days}` })], later(days));
    await inDays(-10);
    await inDays(-2);
    const batches = async () =>
      (await owner`select seq from ingest_batches where tenant_id = ${tenant.tenantId} order by seq`).map((b) =>
        Number(b.seq),
      );
    expect(await batches()).toEqual([1, 2]);
    await applyRetention({ now: NOW });
    expect(await batches()).toEqual([2]);
    await inDays(0);
    expect(await batches()).toEqual([2, 3]);
    // However old a batch is: an event that names it keeps it.
    await owner`update ingest_batches set received_at = ${day(-50)} where tenant_id = ${tenant.tenantId}`;
    await applyRetention({ now: NOW });
    expect(await batches()).toEqual([2, 3]);
  });

  it("refused records go with the license's retention, those that were too old after a week", async () => {
    const premium = await make("premium_p2");
    const refuse = (of: Made, code: string, at: Date) => owner`insert into ingest_rejections
      values (${of.tenantId}, ${uuidv7()}, ${at}, 'test', 0, ${code}, 'x', '{}', 2)`;
    for (const code of ["not_json", "older_than_retention"]) {
      for (const at of [instant(-7, -1), instant(-7), instant(-30, -1), instant(-30)]) await refuse(premium, code, at);
    }
    await refuse(tenant, "not_json", instant(-7, -1));
    await refuse(tenant, "not_json", instant(-7));
    await applyRetention({ now: NOW });
    const left = await owner`select code, received_at as at from ingest_rejections
      where tenant_id = ${premium.tenantId} order by code, at`;
    expect(left.map(({ code, at }) => [code, at])).toEqual([
      ["not_json", instant(-30)],
      ["not_json", instant(-7, -1)],
      ["not_json", instant(-7)],
      ["older_than_retention", instant(-7)],
    ]);
    expect(await count("ingest_rejections", tenant)).toBe(1);
  });

  it("audit records go as sign-ins do, and what was removed is on record itself", async () => {
    const premium = await make("premium_p1");
    for (const { tenantId } of [tenant, premium]) {
      for (const at of [instant(-7, -1), instant(-7), instant(-30, -1)]) {
        await owner`insert into audit_events (tenant_id, audit_id, at, service, category, activity, result, actor_kind,
          actor_name, changes, details) values (${tenantId}, ${uuidv7()}, ${at}, 's', 'Other', 'Test', 'success', 'system',
          't', '[]', '[]')`;
      }
    }
    const activities = (of: Made) => owner`select activity, actor_name as actor, details from audit_events
      where tenant_id = ${of.tenantId} order by at`;
    await applyRetention({ now: NOW });
    const told = (n: string, keptFrom: Date) => ({
      ...{ activity: "Delete records past retention", actor: "apply-retention" },
      details: [
        { key: "Audit records", value: n },
        { key: "Kept from", value: keptFrom.toISOString() },
      ],
    });
    const kept = { activity: "Test", actor: "t", details: [] };
    expect([...(await activities(tenant))]).toEqual([kept, told("2", day(-7))]);
    expect([...(await activities(premium))]).toEqual([kept, kept, told("1", day(-30))]);
    await applyRetention({ now: NOW });
    expect(await activities(tenant)).toHaveLength(2);
  });

  it("sessions that have ended and password attempts that are forgotten go", async () => {
    const userId = uuidv7();
    await owner`insert into users values (${tenant.tenantId}, ${userId}, 'a@x.example', 'A', null, null, null, now())`;
    for (const [hash, end] of [
      ["one", instant(-1, -1)],
      ["two", instant(-1)],
      ["three", later(1)],
    ] as const) {
      await owner`insert into sessions values (${tenant.tenantId}, ${Buffer.from(hash)}, ${userId}, ${day(-3)}, ${day(-3)},
        ${end})`;
    }
    for (const [account, at] of [
      ["old", instant(-2, -1)],
      ["new", instant(-2)],
    ] as const) {
      await owner`insert into password_attempts values (${tenant.tenantId}, ${account}, 9, ${at}, ${at})`;
    }
    await applyRetention({ now: NOW });
    const sessions =
      await owner`select secret_hash as hash from sessions where tenant_id = ${tenant.tenantId} order by 1`;
    expect(sessions.map(({ hash }) => String(hash))).toEqual(["three", "two"]);
    expect(await owner`select account_key as key from password_attempts where tenant_id = ${tenant.tenantId}`).toEqual([
      { key: "new" },
    ]);
    // Purging never gives a guess back that still counts.
    expect((NOW.getTime() - day(-2).getTime()) / HOUR_MS).toBeGreaterThan(ATTEMPT_RULES.forgetAfterHours);
  });

  it("records of runs go after a month, but the newest of each job and outcome stays", async () => {
    const run = (job: string, at: Date, outcome: string) =>
      owner`insert into job_runs values (${uuidv7()}, ${job}, ${at}, ${at}, ${outcome}, 'x', null)`;
    for (const at of [instant(-40), instant(-30, -1), instant(-30), instant(-1)]) await run("busy", at, "done");
    await run("busy", instant(-35), "failed");
    await run("once", instant(-50), "done");
    await applyRetention({ now: NOW });
    const left =
      await owner`select job, started_at as at, outcome from job_runs where job in ('busy', 'once') order by 1, 2`;
    expect(left.map(({ job, at, outcome }) => [job, at, outcome])).toEqual([
      ["busy", instant(-35), "failed"],
      ["busy", instant(-30), "done"],
      ["busy", instant(-1), "done"],
      ["once", instant(-50), "done"],
    ]);
  });
});

describe("a run", () => {
  it("that fails for one tenant removes what is past of the others, and says what is left", async () => {
    const [first, second] = [await make("free", [signIn(day(-7))]), await make("free", [signIn(day(-7))])];
    await make("premium_p1");
    await owner.unsafe(`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'this row stays'; end $$`);
    await owner.unsafe(`create trigger refuse before delete on sign_in_details for each row
      when (old.tenant_id = '${first.tenantId}') execute function refuse()`);
    try {
      const { report, summary } = await runRetention({ now: later(1) });
      expect(report?.failed).toEqual([{ what: first.tenantId, message: "this row stays" }]);
      expect(summary).toContain(`Not removed: ${first.tenantId}`);
      expect([await count("sign_ins", first), await count("sign_ins", second)]).toEqual([1, 0]);
      const [run] = await listRuns({ job: "apply-retention", limit: 1 });
      expect(run).toMatchObject({ outcome: "failed", removed: { sign_ins: 1 } });
      await expectRollupsEqualRecount(owner, first.tenantId);
    } finally {
      await owner.unsafe("drop trigger refuse on sign_in_details");
    }
    expect((await runRetention({ now: later(1) })).report).toMatchObject({ failed: [], removed: { sign_ins: 1 } });
  });

  it("is the only one at a time, on whatever machine", async () => {
    await make("free", [signIn(day(-7))]);
    const results = await Promise.all([runRetention({ now: later(1) }), runRetention({ now: later(1) })]);
    expect(results.filter(({ report }) => report)).toHaveLength(1);
    expect(results.find(({ report }) => !report)?.summary).toMatch(/Another program/);
  });

  it("that was killed is closed as failed by the next one", async () => {
    const cutOff = recordRun("apply-retention", () => new Promise(() => {}));
    cutOff.catch(() => undefined);
    await expect.poll(async () => (await listRuns({ job: "apply-retention", limit: 1 }))[0]?.outcome).toBe("running");
    await runRetention({ now: NOW });
    const [done, killed] = await listRuns({ job: "apply-retention", limit: 2 });
    expect(done?.outcome).toBe("done");
    expect(killed).toMatchObject({ outcome: "failed", summary: expect.stringMatching(/killed/) });
  });

  it("goes by the database's clock where it is not told the time", async () => {
    const before = Date.now();
    const { report } = await runRetention();
    expect(Math.abs((report?.now.getTime() ?? 0) - before)).toBeLessThan(60_000);
  });
});

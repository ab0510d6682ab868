import { describe, expect, it } from "vitest";
import { systemScope } from "@/lib/access/system-scope";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import type { RawRecord } from "@/lib/records/read-body";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { retryRejections } from "@/lib/services/ingest/retry-rejections";
import { listRuns } from "@/lib/services/jobs/list-runs";
import { listPartitions } from "@/lib/services/partitions/list-partitions";
import { applyRetention } from "@/lib/services/retention/apply-retention";
import { runRetention } from "@/lib/services/retention/run-retention";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { describeLicense } from "@/lib/services/tenants/describe-license";
import { setLicense } from "@/lib/services/tenants/set-license";
import { asRecords } from "@/tests/helpers/events";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";
import { day, later, type Made, make, NOW, openRetentionSite, signIn, store, TODAY } from "./site";

const site = openRetentionSite();

const dayName = (offset: number) => day(offset).toISOString().slice(0, 10);

/** Days before today of what is stored, oldest first. */
async function storedDays({ tenantId }: Made): Promise<number[]> {
  const rows = await site.owner`select distinct (created_at at time zone 'UTC')::date::text as day from sign_ins
    where tenant_id = ${tenantId} order by 1`;
  return rows.map((row) => (TODAY - new Date(row.day).getTime()) / DAY_MS);
}

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
    await site.owner`update tenants set license = 'free' where tenant_id = ${free.tenantId}`;
    await store(premium.slug, [...edges(7), ...edges(29), signIn(day(-30))]);

    const report = await applyRetention({ now: NOW });

    expect(report).toMatchObject({ droppedDays: [], failed: [], interrupted: false, removed: { sign_ins: 4 } });
    expect(await storedDays(free)).toEqual([7]);
    expect(await site.count("sign_ins", free)).toBe(2);
    expect(await storedDays(premium)).toEqual([30, 29, 8, 7]);
    for (const { tenantId } of [free, premium]) await expectRollupsEqualRecount(site.owner, tenantId);
    expect((await applyRetention({ now: NOW })).removed).toEqual({});
  });

  it("goes in batches of bounded size, and the roll-ups are right after each", async () => {
    const tenant = await make(
      "premium_p1",
      Array.from({ length: 25 }, (_, n) => signIn(day(-9), { id: `n-${n}` })),
    );
    await make("premium_p1");
    await site.owner`update tenants set license = 'free' where tenant_id = ${tenant.tenantId}`;
    for (const left of [15, 5]) {
      const controller = new AbortController();
      let batches = 0;
      site.onStatement = (statement) => {
        if (/insert into sign_in_facets/.test(statement) && ++batches === 1) controller.abort();
      };
      const report = await applyRetention({ now: NOW, signal: controller.signal, rowsPerTransaction: 10 });
      expect(report).toMatchObject({ interrupted: true, removed: { sign_ins: 10 }, failed: [] });
      expect(await site.count("sign_ins", tenant)).toBe(left);
      await expectRollupsEqualRecount(site.owner, tenant.tenantId);
    }
    site.onStatement = () => {};
    await applyRetention({ now: NOW });
    expect(await site.count("sign_in_details", tenant)).toBe(0);
  });

  it("stops when a longer license comes in the middle", async () => {
    const tenant = await make(
      "premium_p1",
      Array.from({ length: 30 }, (_, n) => signIn(day(-9), { id: `n-${n}` })),
    );
    await make("premium_p1");
    await site.owner`update tenants set license = 'free' where tenant_id = ${tenant.tenantId}`;
    let upgrade: Promise<unknown> | undefined;
    site.onStatement = (statement) => {
      if (/insert into sign_in_facets/.test(statement)) upgrade ??= setLicense(tenant.slug, "premium_p2", { now: NOW });
    };
    const report = await applyRetention({ now: NOW, rowsPerTransaction: 5 });
    await upgrade;
    expect(report.failed).toEqual([]);
    expect(await site.count("sign_ins", tenant)).toBeGreaterThanOrEqual(15);
    await expectRollupsEqualRecount(site.owner, tenant.tenantId);
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
    for (const { tenantId } of [premium, free]) await expectRollupsEqualRecount(site.owner, tenantId);
    const left =
      await site.owner`select relname from pg_class where relname like ${`%_p${dayName(-30).replaceAll("-", "")}%`}`;
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
    for (const { tenantId } of tenants) await expectRollupsEqualRecount(site.owner, tenantId);
  });

  it("is finished by the next run where one was cut short; a license that brings it back finds no counts of it", async () => {
    const [upgraded, other] = [await make("free", [signIn(day(-7))]), await make("free", [signIn(day(-7))])];
    const controller = new AbortController();
    site.onStatement = (statement) => {
      if (/detach partition "sign_ins_p/.test(statement)) controller.abort();
    };
    const report = await applyRetention({ now: later(1), signal: controller.signal });
    site.onStatement = () => {};
    expect(report).toMatchObject({ interrupted: true, droppedDays: [] });
    expect([await site.count("sign_ins", other), await site.count("sign_in_days", other)]).toEqual([0, 4]);

    await setLicense(upgraded.slug, "premium_p2", { now: later(1) });
    await expectRollupsEqualRecount(site.owner, upgraded.tenantId);
    // An event of that day finds no partition, and none can be made yet: its sender is to come again.
    await expect(store(upgraded.slug, [signIn(day(-7), { id: "again" })], later(1))).rejects.toThrow(/being removed/);

    expect((await applyRetention({ now: later(1) })).droppedDays).toEqual([dayName(-7)]);
    expect(await site.count("sign_in_days", other)).toBe(0);
    expect(await store(upgraded.slug, [signIn(day(-7), { id: "again" })], later(1))).toMatchObject({ accepted: 1 });
    await expectRollupsEqualRecount(site.owner, upgraded.tenantId);
  });

  it("is kept when a tenant that needs it comes while it is about to be dropped", async () => {
    const tenant = await make("free", [signIn(day(-7))]);
    let upgrade: Promise<unknown> | undefined;
    site.onStatement = (statement) => {
      // Before the locks are asked for, after the list of what is due was made.
      if (/set local lock_timeout/.test(statement)) {
        upgrade ??=
          site.owner`update tenants set license = 'premium_p1' where tenant_id = ${tenant.tenantId}`.execute();
      }
    };
    const holder = await site.owner.reserve();
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
    const holder = await site.owner.reserve();
    await holder`begin`;
    await holder`select count(*) from sign_ins`;
    const running = runRetention({ now: later(1) });
    let slowest = 0;
    for (let read = 0; read < 40; read++) {
      const startedAt = performance.now();
      await site.owner`select count(*) from sign_ins where tenant_id = ${tenant.tenantId} and created_at >= ${day(-2)}`;
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
    await expectRollupsEqualRecount(site.owner, tenantId);

    await setLicense(slug, "premium_p2", { now: NOW });
    expect(await retryRejections(await systemScope(slug, "test"), { now: NOW })).toMatchObject({ accepted: 1 });
    const [row] = await site.owner`select id, principal_name as name from sign_ins where tenant_id = ${tenantId}
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

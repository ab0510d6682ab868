import { v7 as uuidv7 } from "uuid";
import { beforeEach, describe, expect, it } from "vitest";
import { HOUR_MS } from "@/lib/model/retention";
import { ATTEMPT_RULES } from "@/lib/services/authentication/lockout";
import { applyRetention } from "@/lib/services/retention/apply-retention";
import { setLicense } from "@/lib/services/tenants/set-license";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";
import { day, later, type Made, make, NOW, openRetentionSite, signIn, store } from "./site";

const site = openRetentionSite();

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
        await site.owner`select name from sign_in_names where tenant_id = ${tenant.tenantId} and kind = 1 and name like '% One'
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
    await expectRollupsEqualRecount(site.owner, tenant.tenantId);
  });

  it("marks go with their sign-ins", async () => {
    await store(tenant.slug, [signIn(day(-7)), signIn(day(-6))]);
    await site.owner`insert into sign_in_marks (tenant_id, category, created_at, id, answer, answered_at)
      select tenant_id, category, created_at, id, 'notMe', now() from sign_ins where tenant_id = ${tenant.tenantId}`;
    await applyRetention({ now: NOW });
    expect(await site.count("sign_in_marks", tenant)).toBe(2);
    await applyRetention({ now: later(1) });
    expect(await site.count("sign_in_marks", tenant)).toBe(1);
  });

  it("batches go when no event names them any more; numbers go on", async () => {
    const inDays = (days: number) => store(tenant.slug, [signIn(later(days - 1), { id: `${days}` })], later(days));
    await inDays(-10);
    await inDays(-2);
    const batches = async () =>
      (await site.owner`select seq from ingest_batches where tenant_id = ${tenant.tenantId} order by seq`).map((b) =>
        Number(b.seq),
      );
    expect(await batches()).toEqual([1, 2]);
    await applyRetention({ now: NOW });
    expect(await batches()).toEqual([2]);
    await inDays(0);
    expect(await batches()).toEqual([2, 3]);
    // However old a batch is: an event that names it keeps it.
    await site.owner`update ingest_batches set received_at = ${day(-50)} where tenant_id = ${tenant.tenantId}`;
    await applyRetention({ now: NOW });
    expect(await batches()).toEqual([2, 3]);
  });

  it("refused records go with the license's retention, those that were too old after a week", async () => {
    const premium = await make("premium_p2");
    const refuse = (of: Made, code: string, at: Date) => site.owner`insert into ingest_rejections
      values (${of.tenantId}, ${uuidv7()}, ${at}, 'test', 0, ${code}, 'x', '{}', 2)`;
    for (const code of ["not_json", "older_than_retention"]) {
      for (const at of [instant(-7, -1), instant(-7), instant(-30, -1), instant(-30)]) await refuse(premium, code, at);
    }
    await refuse(tenant, "not_json", instant(-7, -1));
    await refuse(tenant, "not_json", instant(-7));
    await applyRetention({ now: NOW });
    const left = await site.owner`select code, received_at as at from ingest_rejections
      where tenant_id = ${premium.tenantId} order by code, at`;
    expect(left.map(({ code, at }) => [code, at])).toEqual([
      ["not_json", instant(-30)],
      ["not_json", instant(-7, -1)],
      ["not_json", instant(-7)],
      ["older_than_retention", instant(-7)],
    ]);
    expect(await site.count("ingest_rejections", tenant)).toBe(1);
  });

  it("audit records go as sign-ins do, and what was removed is on record itself", async () => {
    const premium = await make("premium_p1");
    for (const { tenantId } of [tenant, premium]) {
      for (const at of [instant(-7, -1), instant(-7), instant(-30, -1)]) {
        await site.owner`insert into audit_events (tenant_id, audit_id, at, service, category, activity, result, actor_kind,
          actor_name, changes, details) values (${tenantId}, ${uuidv7()}, ${at}, 's', 'Other', 'Test', 'success', 'system',
          't', '[]', '[]')`;
      }
    }
    const activities = (of: Made) => site.owner`select activity, actor_name as actor, details from audit_events
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
    // One more than was entered here: the first record of a tenant is that it was created.
    expect([...(await activities(tenant))]).toEqual([kept, told("3", day(-7))]);
    expect([...(await activities(premium))]).toEqual([kept, kept, told("2", day(-30))]);
    await applyRetention({ now: NOW });
    expect(await activities(tenant)).toHaveLength(2);
  });

  it("sessions that have ended and password attempts that are forgotten go", async () => {
    const userId = uuidv7();
    await site.owner`insert into users values (${tenant.tenantId}, ${userId}, 'a@x.example', 'A', null, null, null, now())`;
    for (const [hash, end] of [
      ["one", instant(-1, -1)],
      ["two", instant(-1)],
      ["three", later(1)],
    ] as const) {
      await site.owner`insert into sessions values (${tenant.tenantId}, ${Buffer.from(hash)}, ${userId}, ${day(-3)}, ${day(-3)},
        ${end})`;
    }
    for (const [account, at] of [
      ["old", instant(-2, -1)],
      ["new", instant(-2)],
    ] as const) {
      await site.owner`insert into password_attempts values (${tenant.tenantId}, ${account}, 9, ${at}, ${at})`;
    }
    await applyRetention({ now: NOW });
    const sessions =
      await site.owner`select secret_hash as hash from sessions where tenant_id = ${tenant.tenantId} order by 1`;
    expect(sessions.map(({ hash }) => String(hash))).toEqual(["three", "two"]);
    expect(
      await site.owner`select account_key as key from password_attempts where tenant_id = ${tenant.tenantId}`,
    ).toEqual([{ key: "new" }]);
    // Purging never gives a guess back that still counts.
    expect((NOW.getTime() - day(-2).getTime()) / HOUR_MS).toBeGreaterThan(ATTEMPT_RULES.forgetAfterHours);
  });

  it("records of runs go after a month, but the newest of each job and outcome stays", async () => {
    const run = (job: string, at: Date, outcome: string) =>
      site.owner`insert into job_runs values (${uuidv7()}, ${job}, ${at}, ${at}, ${outcome}, 'x', null)`;
    for (const at of [instant(-40), instant(-30, -1), instant(-30), instant(-1)]) await run("busy", at, "done");
    await run("busy", instant(-35), "failed");
    await run("once", instant(-50), "done");
    await applyRetention({ now: NOW });
    const left =
      await site.owner`select job, started_at as at, outcome from job_runs where job in ('busy', 'once') order by 1, 2`;
    expect(left.map(({ job, at, outcome }) => [job, at, outcome])).toEqual([
      ["busy", instant(-35), "failed"],
      ["busy", instant(-30), "done"],
      ["busy", instant(-1), "done"],
      ["once", instant(-50), "done"],
    ]);
  });
});

import { describe, expect, it } from "vitest";
import { listRuns } from "@/lib/services/jobs/list-runs";
import { recordRun } from "@/lib/services/jobs/record-run";
import { runRetention } from "@/lib/services/retention/run-retention";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";
import { day, later, make, NOW, openRetentionSite, signIn } from "./site";

const site = openRetentionSite();

describe("a run", () => {
  it("that fails for one tenant removes what is past of the others, and says what is left", async () => {
    const [first, second] = [await make("free", [signIn(day(-7))]), await make("free", [signIn(day(-7))])];
    await make("premium_p1");
    await site.owner.unsafe(`create function refuse() returns trigger language plpgsql as
      $$ begin raise exception 'this row stays'; end $$`);
    await site.owner.unsafe(`create trigger refuse before delete on sign_in_details for each row
      when (old.tenant_id = '${first.tenantId}') execute function refuse()`);
    try {
      const { report, summary } = await runRetention({ now: later(1) });
      expect(report?.failed).toEqual([{ what: first.tenantId, message: "this row stays" }]);
      expect(summary).toContain(`Not removed: ${first.tenantId}`);
      expect([await site.count("sign_ins", first), await site.count("sign_ins", second)]).toEqual([1, 0]);
      const [run] = await listRuns({ job: "apply-retention", limit: 1 });
      expect(run).toMatchObject({ outcome: "failed", removed: { sign_ins: 1 } });
      await expectRollupsEqualRecount(site.owner, first.tenantId);
    } finally {
      await site.owner.unsafe("drop trigger refuse on sign_in_details");
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

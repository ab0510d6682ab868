import { describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/model/retention";
import { expectRollupsEqualRecount } from "@/tests/helpers/recount";
import { openCommandLine } from "./command-line";

const line = openCommandLine("birch");
const { admin, ok, refused } = line;

describe("generate, partitions, jobs, migrate", () => {
  it("generates events that are sealed at once, and whose roll-ups are exact", async () => {
    const result = await ok("generate", "--tenant", "birch", "--events", "1500", "--days", "6", "--seed", "k");
    expect(result).toMatchObject({ accepted: 1500, duplicates: 0, rejected: 0 });
    expect(result.sealing.partitions).toBeGreaterThanOrEqual(3);
    const [tenant] = await line.owner`select tenant_id from tenants where slug = 'birch'`;
    await expectRollupsEqualRecount(line.owner, tenant?.tenant_id);
    const { partitions } = await ok("partitions", "list");
    expect(partitions.filter(({ sealed }: { sealed: boolean }) => sealed).length).toBeGreaterThanOrEqual(3);
  });

  it("tells how many generated events the license does not keep", async () => {
    await ok("tenant", "create", "--slug", "elm", "--name", "Elm", "--domain", "elm.example", "--license", "free");
    const { accepted, rejected } = await ok(
      "generate",
      "--tenant",
      "elm",
      "--events",
      "300",
      "--days",
      "30",
      "--seed",
      "k",
    );
    expect(accepted + rejected).toBe(300);
    expect(rejected).toBeGreaterThan(150);
  });

  it("refuses numbers that are none", async () => {
    const args = ["generate", "--tenant", "birch", "--days", "4", "--seed", "k", "--events"];
    for (const events of ["0", "-1", "1.5", "many"])
      expect(await refused(...args, events)).toMatchObject({ code: "usage" });
  });

  it("migrates, and lists what the jobs did", async () => {
    expect(await ok("migrate")).toEqual({ migrated: true });
    expect(await ok("job", "list")).toEqual({ runs: [] });
  });

  it("applies retention, now or as if it were later, and has it on record", async () => {
    const [before] = await line.owner`select count(*)::int as n from sign_ins`;
    const nothing = await ok("retention", "run");
    expect(nothing).toMatchObject({ busy: false, droppedDays: [], failed: [], now: expect.any(String) });
    expect(await line.owner`select count(*)::int as n from sign_ins`).toEqual([before]);

    const inAYear = new Date(Date.now() + 365 * DAY_MS).toISOString().slice(0, 10);
    const everything = await ok("retention", "run", "--now", inAYear);
    expect(everything).toMatchObject({ now: `${inAYear}T00:00:00.000Z`, removed: { sign_ins: before?.n } });
    expect(everything.droppedDays.length).toBeGreaterThan(3);
    expect((await ok("partitions", "list")).partitions).toEqual([]);

    const { runs } = await ok("job", "list");
    expect(runs).toMatchObject([
      { job: "apply-retention", outcome: "done", removed: everything.removed, finishedAt: expect.any(String) },
      { job: "apply-retention", outcome: "done" },
    ]);
    const shown = await admin(["job", "list"]);
    expect(await refused("retention", "run", "--now", "2026-02-30")).toMatchObject({ code: "usage" });
    expect(shown.stdout).toMatch(/apply-retention .* \d+\.\d s +done +Dropped \d+ days/);
  });
});

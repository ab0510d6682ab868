import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/model/retention";
import { graphSignIn } from "@/tests/helpers/events";
import { openCommandLine } from "./command-line";

const line = openCommandLine("acorn");
const { file, ok, program } = line;

const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");

describe("import", () => {
  const signIn = (id: string, at: string) => graphSignIn({ id, createdDateTime: at });
  const recent = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

  it("adds up over all files, names the file of each error, and keeps what it refused", async () => {
    const twice = signIn("a", recent(1));
    const one = file("one.ndjson", `${lines(twice, twice)}\n{"broken`);
    const two = file("two.json.gz", gzipSync(JSON.stringify({ value: [signIn("b", recent(2)), { hello: 1 }] })));
    const result = await ok("import", one, two, "--tenant", "acorn");
    expect(result).toMatchObject({ accepted: 2, updated: 0, duplicates: 1, rejected: 2 });
    expect(result.errors).toEqual([
      { file: "one.ndjson", index: 2, code: "not_json", message: expect.any(String) },
      { file: "two.json.gz", index: 1, code: expect.any(String), message: expect.any(String) },
    ]);
    expect(result.sealing).toMatchObject({ partitions: expect.any(Number), seconds: expect.any(Number) });
    const { rejections } = await ok("rejections", "list", "--tenant", "acorn");
    expect(rejections).toMatchObject([
      { source: "one.ndjson", index: 2 },
      { source: "two.json.gz", index: 1 },
    ]);
  });

  it("goes on after a file that is not there or cannot be read, and ends with an error", async () => {
    const good = file("good.json", JSON.stringify(signIn("c", recent(3))));
    const broken = file("broken.json", '[{"id": ]');
    const ran = await program(["import", "missing.json", broken, good, "--tenant", "acorn", "--json"]);
    expect(ran.code).toBe(1);
    const result = JSON.parse(ran.stdout);
    expect(result).toMatchObject({ accepted: 1, rejected: 0 });
    expect(result.errors).toMatchObject([
      { file: "missing.json", index: null, code: "unreadable_file", message: "There is no such file." },
      { file: "broken.json", index: null, code: "unreadable_file" },
    ]);
  });

  it("with --shift-to-now moves the newest event of all files to now and the others with it", async () => {
    const old = file(
      "old.ndjson",
      lines(signIn("old-1", "2020-05-20T18:00:00.123Z"), signIn("old-2", "2020-05-20T17:00:00Z")),
    );
    const older = file("older.json", JSON.stringify(signIn("old-3", "2020-05-18T18:00:00Z")));
    const before = Date.now();
    expect(await ok("import", old, older, "--tenant", "acorn", "--shift-to-now")).toMatchObject({
      accepted: 3,
      rejected: 0,
    });
    const rows = await line.owner`select id, created_at, created_ms from sign_ins where id like 'old-%' order by id`;
    const newest = rows[0]?.created_at.getTime() + rows[0]?.created_ms;
    expect(newest).toBeGreaterThan(before - 1000);
    expect(newest).toBeLessThanOrEqual(Date.now());
    expect(rows[0]?.created_at - rows[1]?.created_at).toBe(3_600_000);
    expect(rows[0]?.created_at - rows[2]?.created_at).toBe(2 * DAY_MS);
  });

  it("rejects what is older than the license keeps, and a retry stores it once the license keeps more", async () => {
    await ok(
      "tenant",
      "create",
      "--slug",
      "cedar",
      "--name",
      "Cedar",
      "--domain",
      "cedar.example",
      "--license",
      "free",
    );
    const name = file("ten-days.json", lines(signIn("ten-days", recent(10 * 24 * 60)), { not: "one" }));
    const result = await ok("import", name, "--tenant", "cedar");
    expect(result).toMatchObject({ accepted: 0, rejected: 2, errors: [{ code: "older_than_retention" }, {}] });
    expect(await ok("rejections", "retry", "--tenant", "cedar")).toMatchObject({
      retried: 2,
      accepted: 0,
      rejected: 2,
    });
    await ok("tenant", "set-license", "--tenant", "cedar", "--license", "premium_p2");
    expect(await ok("rejections", "retry", "--tenant", "cedar")).toMatchObject({
      retried: 2,
      accepted: 1,
      rejected: 1,
    });
    expect((await ok("rejections", "list", "--tenant", "cedar")).rejections).toHaveLength(1);
  });

  it("keeps a refused row of a table in a form that can be retried", async () => {
    await ok(
      "tenant",
      "create",
      "--slug",
      "dogwood",
      "--name",
      "D",
      "--domain",
      "dogwood.example",
      "--license",
      "free",
    );
    const row = `${recent(10 * 24 * 60)},SignInLogs,row-1,ada@dogwood.example,Mail`;
    const table = file("table.csv", `TimeGenerated,Category,Id,UserPrincipalName,AppDisplayName\n${row}\n`);
    expect(await ok("import", table, "--tenant", "dogwood")).toMatchObject({ rejected: 1 });
    await ok("tenant", "set-license", "--tenant", "dogwood", "--license", "premium_p1");
    expect(await ok("rejections", "retry", "--tenant", "dogwood")).toMatchObject({ accepted: 1, rejected: 0 });
  });

  it("dismisses what was refused: one record, those with one reason, all, and says how many", async () => {
    await ok("import", file("odd.ndjson", lines({ category: "Tea" }, { tea: 1 }, { tea: 2 })), "--tenant", "dogwood");
    const { rejections } = await ok("rejections", "list", "--tenant", "dogwood");
    const [first, second, third] = rejections as { rejectionId: string; code: string }[];
    const dismiss = (...more: string[]) => ok("rejections", "dismiss", "--tenant", "dogwood", ...more);
    expect(await dismiss("--id", first?.rejectionId ?? "")).toMatchObject({ dismissed: 1 });
    const alike = second?.code === third?.code ? 2 : 1;
    expect(await dismiss("--code", second?.code ?? "")).toMatchObject({ dismissed: alike });
    expect(await dismiss()).toMatchObject({ dismissed: 2 - alike });
  });
});

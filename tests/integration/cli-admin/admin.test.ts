import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/model/retention";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import { graphSignIn } from "../../helpers/events";
import { expectRollupsEqualRecount } from "../../helpers/recount";

let database: TestDatabase;
let owner: Sql;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1 });
  folder = mkdtempSync(path.join(tmpdir(), "signbook-admin-"));
  await ok(
    "tenant",
    "create",
    "--slug",
    "acorn",
    "--name",
    "Acorn",
    "--domain",
    "acorn.example",
    "--license",
    "premium_p2",
  );
});

afterAll(async () => {
  await owner.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the real program, in a folder of its own as `npm run` does. */
function admin(
  args: readonly string[],
  { input = "", settings = {} }: { input?: string; settings?: object } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, ["lib/cli/run.mjs", "lib/cli/admin.ts", ...args], {
    env: {
      ...{ PATH: process.env.PATH, NODE_ENV: "production", TZ: "UTC", INIT_CWD: folder },
      ...{ DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, ...settings },
    },
  });
  const ran: Ran = { code: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    ran.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    ran.stderr += chunk;
  });
  child.stdin.end(input);
  return new Promise((resolve) => child.once("close", (code) => resolve({ ...ran, code })));
}

/** Runs it with --json, expects success, and parses everything that was on stdout as one document. */
async function ok(...args: string[]) {
  const ran = await admin([...args, "--json"]);
  expect(ran, ran.stderr + ran.stdout).toMatchObject({ code: 0 });
  return JSON.parse(ran.stdout);
}

/** The same for a refusal. */
async function refused(...args: string[]) {
  const ran = await admin([...args, "--json"]);
  expect(ran.code, ran.stdout).toBe(1);
  return JSON.parse(ran.stdout).error;
}

function file(name: string, content: string | Buffer): string {
  writeFileSync(path.join(folder, name), content);
  return name;
}

const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");

describe("the operator's command line", () => {
  it.each([
    [["--help"], /Usage: .*<noun> <verb>/],
    [["tenant", "--help"], /set-license/],
    [["tenant", "create", "--help"], /--license <license>.*\n?.*"free", "premium_p1", "premium_p2"/],
    [["import", "--help"], /--shift-to-now/],
    [["generate", "--help"], /--seed/],
  ])("%s explains itself, without a database", async (args, expected) => {
    const ran = await admin(args, { settings: { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" } });
    expect(ran).toMatchObject({ code: 0, stderr: "", stdout: expect.stringMatching(expected) });
  });

  it("creates, lists and changes tenants", async () => {
    const made = await ok(
      ...["tenant", "create", "--slug", "birch", "--name", "Birch", "--domain", "Birch.example", "--license", "free"],
    );
    expect(made).toMatchObject({ slug: "birch", domain: "birch.example", license: "free" });
    expect(await ok("tenant", "set-license", "--tenant", "birch", "--license", "premium_p1")).toMatchObject({
      ...{ tenantId: made.tenantId, license: "premium_p1" },
    });
    const { tenants } = await ok("tenant", "list");
    expect(tenants.map(({ slug }: { slug: string }) => slug)).toEqual(["acorn", "birch"]);
  });

  it("deletes a tenant only when it is meant", async () => {
    await ok("tenant", "create", "--slug", "gone", "--name", "Gone", "--domain", "gone.example", "--license", "free");
    expect(await refused("tenant", "delete", "--tenant", "gone")).toMatchObject({ code: "usage", message: /--yes/ });
    expect(await ok("tenant", "delete", "--tenant", "gone", "--yes")).toMatchObject({ slug: "gone" });
    expect(await refused("tenant", "delete", "--tenant", "gone", "--yes")).toMatchObject({ code: "not_found" });
  });

  it("says what is wrong in one line, on stderr, or as a document with --json", async () => {
    const ran = await admin(["tenant", "create", "--slug", "api", "--name", "x", "--domain", "x", "--license", "free"]);
    expect(ran).toMatchObject({ code: 1, stdout: "" });
    expect(ran.stderr).toMatch(/^Error: The word api is taken.*\n$/);
    const error = await refused(
      "tenant",
      "create",
      "--slug",
      "api",
      "--name",
      "x",
      "--domain",
      "x",
      "--license",
      "free",
    );
    expect(error).toMatchObject({
      code: "invalid_input",
      problems: { slug: expect.any(String), domain: expect.any(String) },
    });
    expect(await refused("tenant", "create", "--slug", "x")).toMatchObject({ code: "usage" });
    expect(await refused("tenant", "explode")).toMatchObject({ code: "usage" });
    expect(await refused("user", "create", "--tenant", "nobody", "--upn", "a@b.example", "--name", "A")).toMatchObject({
      code: "not_found",
    });
  });

  it("names wrong settings", async () => {
    const ran = await admin(["tenant", "list", "--json"], { settings: { PORT: "many" } });
    expect(ran.code).toBe(1);
    expect(JSON.parse(ran.stdout).error).toMatchObject({ code: "settings", message: expect.stringMatching(/PORT/) });
  });
});

describe("users, roles and clients", () => {
  const upn = "ada@acorn.example";

  it("makes a password where none is given and shows it once", async () => {
    const made = await ok(
      ...["user", "create", "--tenant", "acorn", "--upn", upn, "--name", "Ada", "--object-id", "ada-1"],
      ...["--role", "global-administrator", "--role", "reports-reader"],
    );
    expect(made).toMatchObject({ upn, roles: ["global-administrator", "reports-reader"], password: /^.{20}$/ });
    expect(await refused("user", "create", "--tenant", "acorn", "--upn", upn, "--name", "A")).toMatchObject({
      code: "conflict",
    });
  });

  it("takes a password from standard input and does not print it", async () => {
    const args = [
      "user",
      "create",
      "--tenant",
      "acorn",
      "--upn",
      "ben@acorn.example",
      "--name",
      "Ben",
      "--password-stdin",
    ];
    const ran = await admin([...args, "--json"], { input: "a secret of one's own\n" });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).not.toHaveProperty("password");
    expect(ran.stdout + ran.stderr).not.toContain("a secret");
    expect((await admin([...args, "--json"], { input: "" })).stdout).toMatch(/no password on standard input/);
  });

  it("disables and enables users, grants and revokes roles", async () => {
    const ben = ["--tenant", "acorn", "--upn", "ben@acorn.example"];
    const state = async () =>
      (await owner`select disabled_at from users where upn = 'ben@acorn.example'`)[0]?.disabled_at;
    await ok("user", "disable", ...ben);
    expect(await state()).toBeInstanceOf(Date);
    await ok("user", "enable", ...ben);
    expect(await state()).toBeNull();
    await ok("role", "grant", ...ben, "--role", "security-reader");
    expect(await owner`select role from user_roles where role = 'security-reader'`).toHaveLength(1);
    await ok("role", "revoke", ...ben, "--role", "security-reader");
    expect(await owner`select role from user_roles where role = 'security-reader'`).toHaveLength(0);
    expect(await refused("role", "grant", ...ben, "--role", "king")).toMatchObject({ code: "usage" });
  });

  it("creates a client with exactly its ids and its secret, and revokes it", async () => {
    const made = await ok(
      "client",
      "create",
      "--tenant",
      "acorn",
      "--name",
      "c",
      "--permission",
      "SignInEvents.Write",
      "AuditLog.Read.All",
    );
    expect(Object.keys(made)).toEqual(["tenantId", "clientId", "clientSecret"]);
    const stored = await owner`select permissions from api_clients where client_id = ${made.clientId}`;
    expect(stored[0]?.permissions).toEqual(["SignInEvents.Write", "AuditLog.Read.All"]);
    const ofClient = ["--tenant", "acorn", "--client-id", made.clientId];
    const second = await ok("client", "add-secret", ...ofClient, "--secret-days", "90");
    expect(second.clientSecret).not.toBe(made.clientSecret);
    const lifetimes = await owner`select round(extract(epoch from expires_at - created_at) / 86400)::int as days
      from api_client_secrets where client_id = ${made.clientId} order by created_at`;
    expect(lifetimes.map(({ days }) => days)).toEqual([null, 90]);
    expect(await refused("client", "add-secret", ...ofClient, "--secret-days", "0")).toMatchObject({ code: "usage" });
    await ok("client", "revoke", ...ofClient);
    expect(await refused("client", "create", "--tenant", "acorn", "--name", "c", "--permission", "All")).toMatchObject({
      code: "usage",
    });
  });
});

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
    const ran = await admin(["import", "missing.json", broken, good, "--tenant", "acorn", "--json"]);
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
    const rows = await owner`select id, created_at, created_ms from sign_ins where id like 'old-%' order by id`;
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

describe("generate, partitions, jobs, migrate", () => {
  it("generates events that are sealed at once, and whose roll-ups are exact", async () => {
    const result = await ok("generate", "--tenant", "birch", "--events", "1500", "--days", "6", "--seed", "k");
    expect(result).toMatchObject({ accepted: 1500, duplicates: 0, rejected: 0 });
    expect(result.sealing.partitions).toBeGreaterThanOrEqual(3);
    const [tenant] = await owner`select tenant_id from tenants where slug = 'birch'`;
    await expectRollupsEqualRecount(owner, tenant?.tenant_id);
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
    const [before] = await owner`select count(*)::int as n from sign_ins`;
    const nothing = await ok("retention", "run");
    expect(nothing).toMatchObject({ busy: false, droppedDays: [], failed: [], now: expect.any(String) });
    expect(await owner`select count(*)::int as n from sign_ins`).toEqual([before]);

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

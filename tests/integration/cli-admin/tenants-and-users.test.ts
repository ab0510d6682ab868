import { describe, expect, it } from "vitest";
import { openCommandLine } from "./command-line";

const line = openCommandLine("acorn");
const { admin, ok, program, refused } = line;

describe("the operator's command line", () => {
  it.each([
    [["--help"], /Usage: .*<noun> <verb>/],
    [["tenant", "--help"], /set-license/],
    [["tenant", "create", "--help"], /--license <license>.*\n?.*"free", "premium_p1", "premium_p2"/],
    [["import", "--help"], /--shift-to-now/],
    [["generate", "--help"], /--seed/],
  ])("%s explains itself, without a database", async (args, expected) => {
    const settings = { DATABASE_URL: "postgres://nobody@127.0.0.1:1/none" };
    const ran = await (args.length === 1 ? program : admin)(args, { settings });
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
    const ran = await program([
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
    ]);
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
    const ran = await program([...args, "--json"], { input: "a secret of one's own\n" });
    expect(ran.code).toBe(0);
    expect(JSON.parse(ran.stdout)).not.toHaveProperty("password");
    expect(ran.stdout + ran.stderr).not.toContain("a secret");
    expect((await admin([...args, "--json"], { input: "" })).stdout).toMatch(/no password on standard input/);
  });

  it("disables and enables users, grants and revokes roles", async () => {
    const ben = ["--tenant", "acorn", "--upn", "ben@acorn.example"];
    const state = async () =>
      (await line.owner`select disabled_at from users where upn = 'ben@acorn.example'`)[0]?.disabled_at;
    await ok("user", "disable", ...ben);
    expect(await state()).toBeInstanceOf(Date);
    await ok("user", "enable", ...ben);
    expect(await state()).toBeNull();
    await ok("role", "grant", ...ben, "--role", "security-reader");
    expect(await line.owner`select role from user_roles where role = 'security-reader'`).toHaveLength(1);
    await ok("role", "revoke", ...ben, "--role", "security-reader");
    expect(await line.owner`select role from user_roles where role = 'security-reader'`).toHaveLength(0);
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
    const stored = await line.owner`select permissions from api_clients where client_id = ${made.clientId}`;
    expect(stored[0]?.permissions).toEqual(["SignInEvents.Write", "AuditLog.Read.All"]);
    const ofClient = ["--tenant", "acorn", "--client-id", made.clientId];
    const second = await ok("client", "add-secret", ...ofClient, "--secret-days", "90");
    expect(second.clientSecret).not.toBe(made.clientSecret);
    const lifetimes = await line.owner`select round(extract(epoch from expires_at - created_at) / 86400)::int as days
      from api_client_secrets where client_id = ${made.clientId} order by created_at`;
    expect(lifetimes.map(({ days }) => days)).toEqual([null, 90]);
    expect(await refused("client", "add-secret", ...ofClient, "--secret-days", "0")).toMatchObject({ code: "usage" });
    await ok("client", "revoke", ...ofClient);
    expect(await refused("client", "create", "--tenant", "acorn", "--name", "c", "--permission", "All")).toMatchObject({
      code: "usage",
    });
  });
});

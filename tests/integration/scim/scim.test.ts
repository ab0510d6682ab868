/** The provisioning endpoint, spoken to as identity providers do. */
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { hashSecret, randomSecret } from "@/lib/access/secrets";
import { formatSessionId, sessionFromToken } from "@/lib/access/session";
import { ForbiddenError } from "@/lib/model/errors";
import { GROUP_SCHEMA, PATCH_SCHEMA, USER_SCHEMA } from "@/lib/scim/resource";
import { listAudits } from "@/lib/services/activities/list-audits";
import { listProvisioning } from "@/lib/services/activities/list-provisioning";
import { mapGroup } from "@/lib/services/scim/map-group";
import { createProvisioningToken, listProvisioningTokens, revokeProvisioningToken } from "@/lib/services/scim/tokens";
import { createUser } from "@/lib/services/users/create-user";
import { scimDoor } from "@/lib/web/scim-door";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

let database: TestDatabase;
let owner: Sql;
let tenant: TestTenant;
let token: string;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1 });
  connectTo({ appUrl: database.appUrl }, { max: 4 });
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

beforeEach(async () => {
  tenant = await createTestTenant(database.ownerUrl);
  token = (await createProvisioningToken(tenant.scope, { name: "Directory" })).token;
});

interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a provider would read without looking.
  body: any;
  headers: Headers;
}

async function call(method: string, path: string, body?: unknown, bearer: string = token): Promise<Answer> {
  const [way = "", query] = path.split("?");
  const response = await scimDoor(
    new Request(`http://localhost/scim/v2/${way}${query ? `?${query}` : ""}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, "content-type": "application/scim+json" },
      ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
    { params: Promise.resolve({ path: way.split("/") }) },
  );
  const text = await response.text();
  return { status: response.status, body: text === "" ? null : JSON.parse(text), headers: response.headers };
}

const patch = (...operations: object[]) => ({ schemas: [PATCH_SCHEMA], Operations: operations });
const nameOf = (name: string) => `${name}@${tenant.slug}.example`;
const rolesOf = async (userId: string) =>
  (await owner`select role from user_roles where user_id = ${userId} order by role`).map(({ role }) => role);

/** A browser that is signed in as the user. */
async function startSession(userId: string): Promise<string> {
  const secret = randomSecret();
  await owner`insert into sessions (tenant_id, secret_hash, user_id, created_at, last_seen_at, expires_at)
    values (${tenant.tenantId}, ${hashSecret(secret)}, ${userId}, now(), now(), now() + interval '1 hour')`;
  return formatSessionId(tenant.tenantId, secret);
}

async function records() {
  const now = new Date();
  const from = new Date(now.getTime() - 3_600_000);
  const { items } = await listProvisioning(tenant.scope, { from, to: new Date(now.getTime() + 60_000), size: 100 });
  return items;
}

describe("the requests that Entra ID sends", () => {
  it("create, change, disable and remove a user, each with a provisioning record", async () => {
    const filter = encodeURIComponent(`userName eq "${nameOf("ada")}"`);
    expect((await call("GET", `Users?filter=${filter}`)).body).toMatchObject({ totalResults: 0, Resources: [] });
    const externalId = "0d5e6f70-1111-4222-8333-444455556666";
    const created = await call("POST", "Users", {
      schemas: [USER_SCHEMA, "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
      ...{ externalId, userName: nameOf("Ada"), active: true, displayName: "Ada Berg" },
      name: { formatted: "Ada Berg", familyName: "Berg", givenName: "Ada" },
      emails: [{ primary: true, type: "work", value: nameOf("ada") }],
      meta: { resourceType: "User" },
    });
    expect(created.status).toBe(201);
    expect(created.headers.get("content-type")).toBe("application/scim+json");
    const { id } = created.body;
    expect(created.headers.get("location")).toMatch(new RegExp(`/scim/v2/Users/${id}$`));
    expect(created.body).toMatchObject({ userName: nameOf("ada"), active: true, externalId });
    const [account] = await owner`select upn, object_id, disabled_at from users where user_id = ${id}`;
    expect(account).toEqual({ upn: nameOf("ada"), object_id: externalId, disabled_at: null });

    const found = await call("GET", `Users?filter=${filter}`);
    expect(found.body).toMatchObject({ totalResults: 1, startIndex: 1, itemsPerPage: 1, Resources: [{ id }] });

    const changed = await call(
      "PATCH",
      `Users/${id}`,
      patch(
        { op: "Replace", path: "name.familyName", value: "Lund" },
        { op: "Replace", path: "displayName", value: "Ada Lund" },
        { op: "Add", path: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", value: "Research" },
      ),
    );
    expect(changed.body).toMatchObject({ displayName: "Ada Lund", name: { givenName: "Ada", familyName: "Lund" } });

    const session = await startSession(id);
    expect(await sessionFromToken(session, new Date())).not.toBeNull();
    const disabled = await call("PATCH", `Users/${id}`, patch({ op: "Replace", path: "active", value: "False" }));
    expect(disabled.body.active).toBe(false);
    expect(await sessionFromToken(session, new Date())).toBeNull();

    expect((await call("DELETE", `Users/${id}`)).status).toBe(204);
    expect((await call("GET", `Users/${id}`)).status).toBe(404);

    const log = await records();
    expect(log.map(({ action, status }) => `${action} ${status}`)).toEqual([
      ...["delete success", "disable success", "update success", "create success"],
    ]);
    expect(log.at(-1)).toMatchObject({
      sourceSystem: { name: "Directory" },
      targetSystem: { name: "Signbook" },
      sourceIdentity: { id: externalId, name: "Ada Berg" },
      targetIdentity: { id, name: "Ada Berg" },
    });
    const steps = log.at(-1)?.record.provisioningSteps as { provisioningStepType: string }[];
    expect(steps.map((step) => step.provisioningStepType)).toEqual(["import", "matching", "processing", "export"]);
    expect(log.at(-2)?.record.modifiedProperties).toContainEqual({
      ...{ displayName: "displayName", oldValue: "Ada Berg", newValue: "Ada Lund" },
    });
    const audits = await listAudits(tenant.scope, { from: new Date(Date.now() - 60_000), to: new Date(), size: 50 });
    expect(audits.items.map(({ activity }) => activity)).toContain("Disable user by provisioning");
  });

  it("bring back an account that was removed", async () => {
    const user = { schemas: [USER_SCHEMA], userName: nameOf("ida"), displayName: "Ida" };
    const { id } = (await call("POST", "Users", user)).body;
    await call("DELETE", `Users/${id}`);
    const again = await call("POST", "Users", { ...user, displayName: "Ida Holm" });
    expect(again).toMatchObject({ status: 201, body: { id, displayName: "Ida Holm", active: true } });
  });

  it("put members into a group and take them out again", async () => {
    const { id: ada } = (await call("POST", "Users", { userName: nameOf("ada") })).body;
    const { id: bo } = (await call("POST", "Users", { userName: nameOf("bo") })).body;
    const group = await call("POST", "Groups", { schemas: [GROUP_SCHEMA], displayName: "Security Reader" });
    expect(group.status).toBe(201);
    const { id } = group.body;
    await call("PATCH", `Groups/${id}`, patch({ op: "Add", path: "members", value: [{ value: ada }, { value: bo }] }));
    expect(await rolesOf(ada)).toEqual(["security-reader"]);
    expect((await call("GET", `Users/${ada}`)).body.groups).toMatchObject([{ value: id, display: "Security Reader" }]);
    const read = await call("GET", `Groups/${id}?excludedAttributes=members`);
    expect(read.body).not.toHaveProperty("members");
    await call("PATCH", `Groups/${id}`, patch({ op: "Remove", path: "members", value: [{ value: ada }] }));
    expect(await rolesOf(ada)).toEqual([]);
    expect((await call("GET", `Groups/${id}`)).body.members).toMatchObject([{ value: bo }]);
    expect((await call("DELETE", `Groups/${id}`)).status).toBe(204);
    expect(await rolesOf(bo)).toEqual([]);
  });
});

describe("the requests that Okta sends", () => {
  it("page, create, replace, deactivate and reactivate a user", async () => {
    expect((await call("GET", "Users?startIndex=1&count=2")).body.Resources).toEqual([]);
    const user = {
      ...{ schemas: [USER_SCHEMA], userName: nameOf("ole"), password: "never kept", locale: "en-US", active: true },
      ...{ externalId: "00uabcdefghij1234567", groups: [], displayName: "Ole Dahl" },
      name: { givenName: "Ole", familyName: "Dahl" },
      emails: [{ primary: true, value: nameOf("ole"), type: "work" }],
    };
    const { status, body } = await call("POST", "Users", user);
    expect(status).toBe(201);
    expect(JSON.stringify(body)).not.toContain("never kept");
    const replaced = await call("PUT", `Users/${body.id}`, { ...body, name: { givenName: "Ole", familyName: "Dal" } });
    expect(replaced).toMatchObject({ status: 200, body: { name: { familyName: "Dal" } } });
    for (const active of [false, true]) {
      const answer = await call("PATCH", `Users/${body.id}`, patch({ op: "replace", value: { active } }));
      expect(answer).toMatchObject({ status: 200, body: { active } });
    }
    const page = await call("GET", "Users?startIndex=2&count=1");
    expect(page.body).toMatchObject({ totalResults: 1, startIndex: 2, itemsPerPage: 0 });
  });

  it("push a group and rename it", async () => {
    const { id: user } = (await call("POST", "Users", { userName: nameOf("ole") })).body;
    const members = [{ value: user, display: nameOf("ole") }];
    const { body } = await call("POST", "Groups", { schemas: [GROUP_SCHEMA], displayName: "Auditors", members });
    expect(await rolesOf(user)).toEqual([]);
    const rename = patch({ op: "replace", value: { id: body.id, displayName: "Reports Reader" } });
    expect((await call("PATCH", `Groups/${body.id}`, rename)).body.displayName).toBe("Reports Reader");
    expect(await rolesOf(user)).toEqual(["reports-reader"]);
    await call("PATCH", `Groups/${body.id}`, patch({ op: "remove", path: `members[value eq "${user}"]` }));
    expect(await rolesOf(user)).toEqual([]);
  });
});

describe("a group's role", () => {
  it("is changed by an administrator, and what was given by hand stays", async () => {
    const { id: user } = (await call("POST", "Users", { userName: nameOf("ada") })).body;
    await owner`insert into user_roles values (${tenant.tenantId}, ${user}, 'reports-reader', now())`;
    const { id } = (await call("POST", "Groups", { displayName: "Everybody", members: [{ value: user }] })).body;
    await mapGroup(tenant.scope, { id, role: "security-reader" });
    expect(await rolesOf(user)).toEqual(["reports-reader", "security-reader"]);
    await mapGroup(tenant.scope, { id, role: "reports-reader" });
    await mapGroup(tenant.scope, { id, role: null });
    expect(await rolesOf(user)).toEqual(["reports-reader"]);
    await expect(mapGroup(tenant.scope, { id, role: "global-administrator" })).rejects.toThrow("Role");
    await expect(mapGroup(tenant.asRoles("global-reader"), { id, role: null })).rejects.toBeInstanceOf(ForbiddenError);
    const other = await createTestTenant(database.ownerUrl);
    await expect(mapGroup(other.scope, { id, role: null })).rejects.toThrow("no such group");
  });

  it("stays with a member that another group of the same role has too", async () => {
    const { id: user } = (await call("POST", "Users", { userName: nameOf("ada") })).body;
    const members = [{ value: user }];
    const first = (await call("POST", "Groups", { displayName: "Reports Reader", members })).body;
    const second = (await call("POST", "Groups", { displayName: "Signbook reports-reader", members })).body;
    await call("DELETE", `Groups/${first.id}`);
    expect(await rolesOf(user)).toEqual(["reports-reader"]);
    await call("DELETE", `Groups/${second.id}`);
    expect(await rolesOf(user)).toEqual([]);
  });
});

describe("what cannot be done", () => {
  it("disable or remove the last Global Administrator, or make one", async () => {
    const admin = await createUser(tenant.scope, {
      ...{ upn: nameOf("admin"), displayName: "Admin", roles: ["global-administrator"] },
    });
    for (const answer of [
      await call("DELETE", `Users/${admin.userId}`),
      await call("PATCH", `Users/${admin.userId}`, patch({ op: "replace", value: { active: false } })),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { status: "403" } });
      expect(answer.body.detail).toContain("last Global Administrator");
    }
    expect((await call("GET", `Users/${admin.userId}`)).body.active).toBe(true);
    const { id: user } = (await call("POST", "Users", { userName: nameOf("ada") })).body;
    await call("POST", "Groups", { displayName: "Global Administrator", members: [{ value: user }] });
    expect(await rolesOf(user)).toEqual([]);
    expect((await records()).filter(({ status }) => status === "failure")).toHaveLength(2);
  });

  it("is told in the words of the RFC, and is on record where it was a change", async () => {
    await call("POST", "Users", { userName: nameOf("ada") });
    const { id: group } = (await call("POST", "Groups", { displayName: "Team" })).body;
    for (const [method, path, body, status, scimType] of [
      ["POST", "Users", { userName: nameOf("ADA") }, 409, "uniqueness"],
      ["POST", "Users", { userName: "ada@elsewhere.example" }, 400, "invalidValue"],
      ["POST", "Users", {}, 400, "invalidValue"],
      ["POST", "Users", "{", 400, "invalidSyntax"],
      ["POST", "Users", [], 400, "invalidSyntax"],
      ["POST", "Groups", { displayName: "team" }, 409, "uniqueness"],
      [
        "PATCH",
        `Groups/${group}`,
        patch({ op: "add", path: "members", value: [{ value: "nobody" }] }),
        400,
        "invalidValue",
      ],
      ["PATCH", `Groups/${group}`, { Operations: [] }, 400, "invalidSyntax"],
      ["PATCH", `Groups/${group}`, patch({ op: "replace", path: "id", value: "x" }), 400, "mutability"],
      ["GET", `Users?filter=${encodeURIComponent('userName eq "x')}`, undefined, 400, "invalidFilter"],
      ["GET", "Users?startIndex=x", undefined, 400, "invalidValue"],
      ["GET", "Users/nobody", undefined, 404, undefined],
      ["PUT", "Users/00000000-0000-4000-8000-000000000000", { userName: nameOf("x") }, 404, undefined],
      ["GET", "Nothing", undefined, 404, undefined],
      ["POST", "Bulk", {}, 501, undefined],
      ["DELETE", "Users", undefined, 405, undefined],
    ] as const) {
      const answer = await call(method, path, body);
      expect({ method, path, status: answer.status, scimType: answer.body.scimType }).toEqual({
        ...{ method, path, status, scimType },
      });
      expect(answer.body).toMatchObject({ schemas: [expect.stringContaining(":Error")], status: String(status) });
      expect(answer.body.detail).toEqual(expect.any(String));
    }
    const failed = (await records()).filter(({ status }) => status === "failure");
    expect(failed.length).toBeGreaterThanOrEqual(8);
    expect(failed.every(({ record }) => (record.modifiedProperties as unknown[]).length === 0)).toBe(true);
  });

  it("see or change anything of another tenant", async () => {
    const { id } = (await call("POST", "Users", { userName: nameOf("ada") })).body;
    const { id: group } = (await call("POST", "Groups", { displayName: "Team" })).body;
    const other = await createTestTenant(database.ownerUrl);
    const theirs = (await createProvisioningToken(other.scope, { name: "Theirs" })).token;
    expect((await call("GET", "Users", undefined, theirs)).body.totalResults).toBe(0);
    for (const [method, path, body] of [
      ["GET", `Users/${id}`],
      ["PUT", `Users/${id}`, { userName: `x@${other.slug}.example` }],
      ["DELETE", `Users/${id}`],
      ["GET", `Groups/${group}`],
      ["DELETE", `Groups/${group}`],
    ] as const) {
      expect((await call(method, path, body, theirs)).status).toBe(404);
    }
    const add = await call("POST", "Groups", { displayName: "Mine", members: [{ value: id }] }, theirs);
    expect(add.status).toBe(400);
  });
});

describe("a provisioning token", () => {
  it("is refused when it is wrong, revoked, expired or of another shape", async () => {
    const [made] = await listProvisioningTokens(tenant.scope);
    expect(made).toMatchObject({ name: "Directory", state: "valid", lastUsedAt: null });
    expect((await call("GET", "Users")).status).toBe(200);
    expect((await listProvisioningTokens(tenant.scope))[0]?.lastUsedAt).toBeInstanceOf(Date);
    await revokeProvisioningToken(tenant.scope, made?.id ?? "");
    const expired = (await createProvisioningToken(tenant.scope, { name: "Old", days: 1 }, new Date("2020-01-01")))
      .token;
    for (const wrong of [token, expired, `${token.slice(0, -1)}x`, "sbp_nonsense", ""]) {
      const { status, headers, body } = await call("GET", "Users", undefined, wrong);
      expect({ status, told: body.status }).toEqual({ status: 401, told: "401" });
      expect(headers.get("www-authenticate")).toContain("Bearer");
    }
  });

  it("is one of two at most, and the administrators' alone", async () => {
    await createProvisioningToken(tenant.scope, { name: "Second" });
    await expect(createProvisioningToken(tenant.scope, { name: "Third" })).rejects.toThrow("Revoke one");
    const reader = tenant.asRoles("global-reader", "security-administrator");
    await expect(createProvisioningToken(reader, { name: "x" })).rejects.toBeInstanceOf(ForbiddenError);
    await expect(listProvisioningTokens(reader)).rejects.toBeInstanceOf(ForbiddenError);
    const other = await createTestTenant(database.ownerUrl);
    const [first] = await listProvisioningTokens(tenant.scope);
    await expect(revokeProvisioningToken(other.scope, first?.id ?? "")).rejects.toThrow("no such token");
  });

  it("is stored as a hash only", async () => {
    const rows = await owner`select * from scim_tokens where tenant_id = ${tenant.tenantId}`;
    expect(JSON.stringify(rows)).not.toContain(token.slice(-40));
  });
});

describe("what the endpoint says of itself", () => {
  it("names what is supported, and describes every attribute that it uses", async () => {
    expect((await call("GET", "ServiceProviderConfig")).body).toMatchObject({
      ...{ patch: { supported: true }, bulk: { supported: false }, filter: { supported: true, maxResults: 200 } },
    });
    const types = await call("GET", "ResourceTypes");
    expect(types.body.Resources.map(({ id }: { id: string }) => id)).toEqual(["User", "Group"]);
    const schema = await call("GET", `Schemas/${USER_SCHEMA}`);
    expect(schema.body).toMatchObject({ id: USER_SCHEMA, name: "User" });
    expect((await call("GET", "Schemas")).body.totalResults).toBe(3);
    expect((await call("GET", "Schemas?filter=x")).status).toBe(403);
    expect((await call("POST", "Schemas", {})).status).toBe(405);
  });
});

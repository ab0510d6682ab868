import { describe, expect, it } from "vitest";
import { ForbiddenError } from "@/lib/model/errors";
import { USER_SCHEMA } from "@/lib/scim/resource";
import { createProvisioningToken, listProvisioningTokens, revokeProvisioningToken } from "@/lib/services/scim/tokens";
import { createUser } from "@/lib/services/users/create-user";
import { openProvider, patch } from "./provider";

const provider = openProvider();
const { call, nameOf, records, rolesOf } = provider;

describe("what cannot be done", () => {
  it("disable or remove the last Global Administrator, or make one", async () => {
    const admin = await createUser(provider.tenant.scope, {
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
    const other = await provider.anotherTenant();
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
    const [made] = await listProvisioningTokens(provider.tenant.scope);
    expect(made).toMatchObject({ name: "Directory", state: "valid", lastUsedAt: null });
    expect((await call("GET", "Users")).status).toBe(200);
    expect((await listProvisioningTokens(provider.tenant.scope))[0]?.lastUsedAt).toBeInstanceOf(Date);
    await revokeProvisioningToken(provider.tenant.scope, made?.id ?? "");
    const expired = (
      await createProvisioningToken(provider.tenant.scope, { name: "Old", days: 1 }, new Date("2020-01-01"))
    ).token;
    for (const wrong of [provider.token, expired, `${provider.token.slice(0, -1)}x`, "sbp_nonsense", ""]) {
      const { status, headers, body } = await call("GET", "Users", undefined, wrong);
      expect({ status, told: body.status }).toEqual({ status: 401, told: "401" });
      expect(headers.get("www-authenticate")).toContain("Bearer");
    }
  });

  it("is one of two at most, and the administrators' alone", async () => {
    await createProvisioningToken(provider.tenant.scope, { name: "Second" });
    await expect(createProvisioningToken(provider.tenant.scope, { name: "Third" })).rejects.toThrow("Revoke one");
    const reader = provider.tenant.asRoles("global-reader", "security-administrator");
    await expect(createProvisioningToken(reader, { name: "x" })).rejects.toBeInstanceOf(ForbiddenError);
    await expect(listProvisioningTokens(reader)).rejects.toBeInstanceOf(ForbiddenError);
    const other = await provider.anotherTenant();
    const [first] = await listProvisioningTokens(provider.tenant.scope);
    await expect(revokeProvisioningToken(other.scope, first?.id ?? "")).rejects.toThrow("no such token");
  });

  it("is stored as a hash only", async () => {
    const rows = await provider.owner`select * from scim_tokens where tenant_id = ${provider.tenant.tenantId}`;
    expect(JSON.stringify(rows)).not.toContain(provider.token.slice(-40));
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

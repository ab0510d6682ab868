import { describe, expect, it } from "vitest";
import { hashSecret, randomSecret } from "@/lib/access/secrets";
import { formatSessionId, sessionFromToken } from "@/lib/access/session";
import { ForbiddenError } from "@/lib/model/errors";
import { GROUP_SCHEMA, USER_SCHEMA } from "@/lib/scim/resource";
import { listAudits } from "@/lib/services/activities/list-audits";
import { mapGroup } from "@/lib/services/scim/map-group";
import { openProvider, patch } from "./provider";

const provider = openProvider();
const { call, nameOf, records, rolesOf } = provider;

/** A browser that is signed in as the user. */
async function startSession(userId: string): Promise<string> {
  const secret = randomSecret();
  await provider.owner`insert into sessions (tenant_id, secret_hash, user_id, created_at, last_seen_at, expires_at)
    values (${provider.tenant.tenantId}, ${hashSecret(secret)}, ${userId}, now(), now(), now() + interval '1 hour')`;
  return formatSessionId(provider.tenant.tenantId, secret);
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
    const [account] = await provider.owner`select upn, object_id, disabled_at from users where user_id = ${id}`;
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
    const audits = await listAudits(provider.tenant.scope, {
      from: new Date(Date.now() - 60_000),
      to: new Date(),
      size: 50,
    });
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
    await provider.owner`insert into user_roles values (${provider.tenant.tenantId}, ${user}, 'reports-reader', now())`;
    const { id } = (await call("POST", "Groups", { displayName: "Everybody", members: [{ value: user }] })).body;
    await mapGroup(provider.tenant.scope, { id, role: "security-reader" });
    expect(await rolesOf(user)).toEqual(["reports-reader", "security-reader"]);
    await mapGroup(provider.tenant.scope, { id, role: "reports-reader" });
    await mapGroup(provider.tenant.scope, { id, role: null });
    expect(await rolesOf(user)).toEqual(["reports-reader"]);
    await expect(mapGroup(provider.tenant.scope, { id, role: "global-administrator" })).rejects.toThrow("Role");
    await expect(mapGroup(provider.tenant.asRoles("global-reader"), { id, role: null })).rejects.toBeInstanceOf(
      ForbiddenError,
    );
    const other = await provider.anotherTenant();
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

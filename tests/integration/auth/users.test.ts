import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sessionFromToken } from "@/lib/access/session";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { createUser } from "@/lib/services/users/create-user";
import { deleteUser } from "@/lib/services/users/delete-user";
import { endUserSessions } from "@/lib/services/users/end-user-sessions";
import { getUser } from "@/lib/services/users/get-user";
import { grantRole } from "@/lib/services/users/grant-role";
import { listUsers } from "@/lib/services/users/list-users";
import { revokeRole } from "@/lib/services/users/revoke-role";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import type { TestTenant } from "@/tests/helpers/tenant";
import { createTestUser, openTestSite, PASSWORD, startTestSession, type TestSite } from "./site";

let site: TestSite;
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  site = await openTestSite({ connections: 10 });
});
afterAll(() => site.close());
beforeEach(async () => {
  tenant = await site.createTenant();
  other = await site.createTenant();
});

function administrators() {
  return site.owner`select u.upn from user_roles r join users u using (tenant_id, user_id)
    where r.tenant_id = ${tenant.tenantId} and r.role = 'global-administrator' and u.disabled_at is null`;
}

async function waitingForLocks(): Promise<number> {
  const [row] = await site.owner`select count(*)::int as n from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`;
  return row?.n;
}

describe("every verb on users", () => {
  const verbs: [string, (scope: TenantScope, upn: string) => Promise<unknown>][] = [
    ["createUser", (scope, upn) => createUser(scope, { upn: `new-${upn}`, displayName: "New" })],
    ["grantRole", (scope, upn) => grantRole(scope, { upn, role: "security-reader" })],
    ["revokeRole", (scope, upn) => revokeRole(scope, { upn, role: "reports-reader" })],
    ["setUserDisabled", (scope, upn) => setUserDisabled(scope, { upn, disabled: true })],
    ["endUserSessions", (scope, upn) => endUserSessions(scope, { upn })],
    ["deleteUser", (scope, upn) => deleteUser(scope, { upn })],
  ];

  it.each(verbs)("%s is forbidden to every role but Global Administrator", async (_, verb) => {
    const { upn } = await createTestUser(tenant, { roles: ["reports-reader"] });
    const readers = tenant.asRoles("global-reader", "security-administrator", "security-reader", "reports-reader");
    await expect(verb(readers, upn)).rejects.toThrow(ForbiddenError);
    await expect(verb(tenant.asRoles(), upn)).rejects.toThrow(ForbiddenError);
    await expect(verb(tenant.asRoles("global-administrator"), upn)).resolves.not.toThrow();
  });

  it.each(verbs.slice(1))("%s does not find a user of another tenant", async (_, verb) => {
    const { upn } = await createTestUser(other, { roles: ["reports-reader"] });
    await expect(verb(tenant.scope, upn)).rejects.toThrow(NotFoundError);
  });
});

describe("creating a user", () => {
  it("stores name, object id and roles, the user name lower-cased, and a hash of the password", async () => {
    const upn = `Ada.Berg@${tenant.slug.toUpperCase()}.example`;
    const objectId = "5F0A5F8E-0000-4000-8000-00000000ABCD";
    const roles = ["security-reader", "reports-reader"] as const;
    const user = await createUser(tenant.scope, {
      upn,
      displayName: " Ada Berg ",
      objectId,
      roles,
      password: PASSWORD,
    });
    expect(user.upn).toBe(upn.toLowerCase());
    const [row] = await site.owner`select u.*, array_agg(r.role order by r.role) as roles from users u
      join user_roles r using (tenant_id, user_id) where u.user_id = ${user.userId} group by u.tenant_id, u.user_id`;
    expect(row).toMatchObject({ display_name: "Ada Berg", object_id: objectId.toLowerCase(), disabled_at: null });
    expect(row?.roles).toEqual(["reports-reader", "security-reader"]);
    expect(row?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  });

  it.each([
    ["another domain", { upn: "ada@birch.example" }, "upn"],
    ["a domain that only ends like the tenant's", { upn: () => `ada@evil${tenant.slug}.example` }, "upn"],
    ["no domain", { upn: "ada" }, "upn"],
    ["two at signs", { upn: () => `ada@x@${tenant.slug}.example` }, "upn"],
    ["a short password", { password: "elevenchars" }, "password"],
    ["an endless password", { password: "x".repeat(257) }, "password"],
    ["the user name as password", { password: () => `ada@${tenant.slug}.example` }, "password"],
    ["an empty name", { displayName: "  " }, "displayName"],
    ["a name that turns the text around", { displayName: "Ada \u202Enimda" }, "displayName"],
    ["a user name that turns the text around", { upn: () => `ada\u202E@${tenant.slug}.example` }, "upn"],
    ["a name of 257 letters", { displayName: "x".repeat(257) }, "displayName"],
    ["a name with a line break", { displayName: "Ada\r\nBcc: x" }, "displayName"],
    ["an unknown role", { roles: ["owner"] }, "roles.0"],
  ])("refuses %s and names the field", async (_, fields, field) => {
    const given = Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, typeof v === "function" ? v() : v]));
    const user = { upn: `ada@${tenant.slug}.example`, displayName: "Ada", ...given } as never;
    const error = await createUser(tenant.scope, user).catch((refusal) => refusal);
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(Object.keys(error.problems)).toEqual([field]);
  });

  it("takes a shorter password for the demo only", async () => {
    const user = { upn: `ada@${tenant.slug}.example`, displayName: "Ada", password: "short" };
    await expect(createUser(tenant.scope, { ...user, allowShortPassword: true })).resolves.toMatchObject({});
  });

  it("refuses a user name and an object id that are taken in this tenant, not in another", async () => {
    const user = { upn: `ada@${tenant.slug}.example`, displayName: "Ada", objectId: "object-1" };
    await createUser(tenant.scope, user);
    await expect(createUser(tenant.scope, user)).rejects.toThrow(ConflictError);
    const sameObject = { ...user, upn: `bo@${tenant.slug}.example` };
    await expect(createUser(tenant.scope, sameObject)).rejects.toThrow(ConflictError);
    await expect(createUser(other.scope, { ...user, upn: `ada@${other.slug}.example` })).resolves.toMatchObject({});
  });
});

describe("the last Global Administrator", () => {
  it("cannot lose the role, be disabled or be deleted", async () => {
    const { upn } = await createTestUser(tenant, { roles: ["global-administrator"] });
    await expect(revokeRole(tenant.scope, { upn, role: "global-administrator" })).rejects.toThrow(ConflictError);
    await expect(setUserDisabled(tenant.scope, { upn, disabled: true })).rejects.toThrow(ConflictError);
    await expect(deleteUser(tenant.scope, { upn })).rejects.toThrow(ConflictError);
    expect(await administrators()).toEqual([{ upn }]);
    expect(await startTestSession(upn)).toContain(tenant.tenantId);
  });

  it("is not the last while another one can sign in, which a disabled one cannot", async () => {
    const first = await createTestUser(tenant, { roles: ["global-administrator"] });
    const second = await createTestUser(tenant, { roles: ["global-administrator"] });
    await setUserDisabled(tenant.scope, { upn: first.upn, disabled: true });
    await expect(setUserDisabled(tenant.scope, { upn: second.upn, disabled: true })).rejects.toThrow(ConflictError);
    await setUserDisabled(tenant.scope, { upn: first.upn, disabled: false });
    await revokeRole(tenant.scope, { upn: second.upn, role: "global-administrator" });
    expect(await administrators()).toEqual([{ upn: first.upn }]);
  });

  it("remains when all administrators are removed at the same moment, by any of the verbs", async () => {
    const made: { upn: string }[] = [];
    for (let number = 0; number < 6; number++) {
      made.push(await createTestUser(tenant, { roles: ["global-administrator"] }));
    }
    const removing = await site.owner.begin(async (gate) => {
      // Everybody may look but nobody may change or lock a row until all six have come this far.
      await gate`lock table user_roles, users in exclusive mode`;
      const verbs = [
        (upn: string) => revokeRole(tenant.scope, { upn, role: "global-administrator" }),
        (upn: string) => setUserDisabled(tenant.scope, { upn, disabled: true }),
        (upn: string) => deleteUser(tenant.scope, { upn }),
      ];
      const removals = made.map(({ upn }, number) => verbs[number % verbs.length]?.(upn));
      const outcomes = Promise.allSettled(removals);
      await expect.poll(waitingForLocks).toBe(6);
      return { outcomes };
    });
    const outcomes = await removing.outcomes;
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(await administrators()).toHaveLength(1);
  });
});

describe("what administrators see of users", () => {
  const names = ["Ada Berg", "ada Berg", "Åse Dahl", "Bo Holm", "Berit Ek"];

  async function addPeople() {
    for (const [number, displayName] of names.entries()) {
      await createUser(tenant.scope, { upn: `user-${number}@${tenant.slug}.example`, displayName });
    }
  }

  it("is for Global Administrators alone, and of their own tenant", async () => {
    const { userId } = await createTestUser(tenant);
    const readers = tenant.asRoles("global-reader", "security-administrator", "security-reader", "reports-reader");
    for (const scope of [readers, tenant.asRoles()]) {
      await expect(listUsers(scope, { search: "" })).rejects.toThrow(ForbiddenError);
      await expect(getUser(scope, userId)).rejects.toThrow(ForbiddenError);
    }
    await expect(getUser(other.scope, userId)).rejects.toThrow(NotFoundError);
    await expect(getUser(other.scope, "nobody")).rejects.toThrow(NotFoundError);
    expect((await listUsers(other.scope, { search: "" })).users).toEqual([]);
    await expect(listUsers(other.scope, { search: "", position: { userId, direction: "after" } })).rejects.toThrow(
      InvalidInputError,
    );
  });

  it("is paged by name, there and back, each user once, two of one name included", async () => {
    await addPeople();
    const all = (await listUsers(tenant.scope, { search: "" })).users.map(({ displayName }) => displayName);
    expect(all).toHaveLength(names.length);
    expect(all.slice(0, 3).map((name) => name.toLowerCase())).toEqual(["ada berg", "ada berg", "berit ek"]);
    const pages = [await listUsers(tenant.scope, { search: "" }, { size: 2 })];
    for (let page = pages[0]; page?.next; ) {
      page = await listUsers(tenant.scope, { search: "", position: page.next }, { size: 2 });
      pages.push(page);
    }
    const shown = pages.map(({ users }) => users.map(({ displayName }) => displayName));
    expect(shown.flat()).toEqual(all);
    expect(pages[0]?.previous).toBeUndefined();
    const back = await listUsers(tenant.scope, { search: "", position: pages[2]?.previous }, { size: 2 });
    expect(back.users).toEqual(pages[1]?.users);
    const first = await listUsers(tenant.scope, { search: "", position: back.previous }, { size: 2 });
    expect(first.users).toEqual(pages[0]?.users);
    expect(first.previous).toBeUndefined();
  });

  it("is found by how a name or user name begins, by role, and by state", async () => {
    await addPeople();
    const upn = (number: number) => `user-${number}@${tenant.slug}.example`;
    await grantRole(tenant.scope, { upn: upn(3), role: "security-reader" });
    await setUserDisabled(tenant.scope, { upn: upn(4), disabled: true });
    const found = async (query: Parameters<typeof listUsers>[1]) =>
      (await listUsers(tenant.scope, query)).users.map((user) => user.upn).sort();
    expect(await found({ search: "ADA b" })).toEqual([upn(0), upn(1)]);
    expect(await found({ search: "b" })).toEqual([upn(3), upn(4)]);
    expect(await found({ search: "USER-2" })).toEqual([upn(2)]);
    expect(await found({ search: "erit" })).toEqual([]);
    expect(await found({ search: "%" })).toEqual([]);
    expect(await found({ search: "", role: "security-reader" })).toEqual([upn(3)]);
    expect(await found({ search: "b", state: "enabled" })).toEqual([upn(3)]);
    expect(await found({ search: "b", state: "disabled" })).toEqual([upn(4)]);
  });

  it("says when they last signed in, and in how many browsers they are", async () => {
    const { userId, upn } = await createTestUser(tenant);
    expect(await getUser(tenant.scope, userId)).toMatchObject({
      lastSignInAt: null,
      liveSessions: 0,
      hasPassword: true,
    });
    const at = new Date();
    await startTestSession(upn, new Date(at.getTime() - 60_000));
    const sid = await startTestSession(upn, at);
    expect(await getUser(tenant.scope, userId)).toMatchObject({ lastSignInAt: at, liveSessions: 2 });
    expect(await endUserSessions(tenant.scope, { upn })).toBe(2);
    expect(await sessionFromToken(sid, new Date())).toBeNull();
    expect(await getUser(tenant.scope, userId)).toMatchObject({ lastSignInAt: at, liveSessions: 0 });
  });
});

describe("deleting a user", () => {
  it("takes roles, sessions and their own views along, and leaves those they shared", async () => {
    const { userId, upn } = await createTestUser(tenant, { roles: ["security-reader"] });
    const sid = await startTestSession(upn);
    for (const shared of [true, false]) {
      await site.owner`insert into saved_views (tenant_id, view_id, owner_id, owner_name, name, category, query, shared,
        created_at, changed_at) values (${tenant.tenantId}, gen_random_uuid(), ${userId}, 'x', ${String(shared)}, 1, '',
        ${shared}, now(), now())`;
    }
    await deleteUser(tenant.scope, { upn });
    expect(await sessionFromToken(sid, new Date())).toBeNull();
    const [left] = await site.owner`select
      (select count(*)::int from users where user_id = ${userId}) as users,
      (select count(*)::int from user_roles where user_id = ${userId}) as roles,
      (select array_agg(shared) from saved_views where owner_id = ${userId}) as views`;
    expect(left).toEqual({ users: 0, roles: 0, views: [true] });
    await expect(deleteUser(tenant.scope, { upn })).rejects.toThrow(NotFoundError);
  });
});

describe("the audit log", () => {
  it("has every change of a user with the values before and after, and nothing where nothing changed", async () => {
    const { upn, userId } = await createTestUser(tenant, { name: "ada", roles: ["reports-reader"] });
    await startTestSession(upn);
    for (let time = 0; time < 2; time++) {
      await grantRole(tenant.scope, { upn, role: "security-reader" });
      await endUserSessions(tenant.scope, { upn });
    }
    for (let time = 0; time < 2; time++) await revokeRole(tenant.scope, { upn, role: "reports-reader" });
    for (let time = 0; time < 2; time++) await setUserDisabled(tenant.scope, { upn, disabled: true });
    for (let time = 0; time < 2; time++) await setUserDisabled(tenant.scope, { upn, disabled: false });
    await deleteUser(tenant.scope, { upn });
    const rows = await site.owner`select activity, category, target_id, target_name, changes from audit_events
      where tenant_id = ${tenant.tenantId} and target_id = ${userId} order by audit_id`;
    expect(rows.every((row) => row.target_name === upn)).toBe(true);
    const told = rows.map(({ activity, changes }) => [
      activity,
      ...changes.map((change: Record<string, string>) => `${change.property}: ${change.before} → ${change.after}`),
    ]);
    expect(told).toEqual([
      ["Add user", `User name: null → ${upn}`, "Name: null → User ada", "Roles: null → Reports Reader"],
      ["Add member to role", "Roles: Reports Reader → Security Reader, Reports Reader"],
      ["Revoke user sessions", "Sessions: 1 → 0"],
      ["Remove member from role", "Roles: Security Reader, Reports Reader → Security Reader"],
      ["Disable account", "Account: Enabled → Disabled"],
      ["Enable account", "Account: Disabled → Enabled"],
      ["Delete user", `User name: ${upn} → null`, "Name: User ada → null", "Roles: Security Reader → null"],
    ]);
  });

  it("has nothing of a change that was refused", async () => {
    const { upn } = await createTestUser(tenant, { roles: ["global-administrator"] });
    await expect(revokeRole(tenant.scope, { upn, role: "global-administrator" })).rejects.toThrow(ConflictError);
    const [row] = await site.owner`select count(*)::int as n from audit_events
      where tenant_id = ${tenant.tenantId} and activity <> 'Add user'`;
    expect(row?.n).toBe(0);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { createUser } from "@/lib/services/users/create-user";
import { grantRole } from "@/lib/services/users/grant-role";
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
    ["an empty name", { displayName: "  " }, "displayName"],
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
  it("cannot lose the role or be disabled", async () => {
    const { upn } = await createTestUser(tenant, { roles: ["global-administrator"] });
    await expect(revokeRole(tenant.scope, { upn, role: "global-administrator" })).rejects.toThrow(ConflictError);
    await expect(setUserDisabled(tenant.scope, { upn, disabled: true })).rejects.toThrow(ConflictError);
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

  it("remains when all administrators are removed at the same moment, by either verb", async () => {
    const made: { upn: string }[] = [];
    for (let number = 0; number < 6; number++) {
      made.push(await createTestUser(tenant, { roles: ["global-administrator"] }));
    }
    const removing = await site.owner.begin(async (gate) => {
      // Everybody may look but nobody may change or lock a row until all six have come this far.
      await gate`lock table user_roles, users in exclusive mode`;
      const removals = made.map(({ upn }, number) =>
        number % 2 === 0
          ? revokeRole(tenant.scope, { upn, role: "global-administrator" })
          : setUserDisabled(tenant.scope, { upn, disabled: true }),
      );
      const outcomes = Promise.allSettled(removals);
      await expect.poll(waitingForLocks).toBe(6);
      return { outcomes };
    });
    const outcomes = await removing.outcomes;
    expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
    expect(await administrators()).toHaveLength(1);
  });
});

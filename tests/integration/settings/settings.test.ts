import type { Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sessionFromToken } from "@/lib/access/session";
import { ForbiddenError, InvalidInputError } from "@/lib/model/errors";
import { getSettings } from "@/lib/services/settings/get-settings";
import { setBrandName } from "@/lib/services/settings/set-brand-name";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import type { TestTenant } from "@/tests/helpers/tenant";
import { createTestUser, openTestSite, startTestSession, type TestSite } from "../auth/site";

let site: TestSite;
let owner: Sql;
let tenant: TestTenant;

beforeAll(async () => {
  site = await openTestSite();
  owner = site.owner;
});
afterAll(() => site.close());
beforeEach(async () => {
  tenant = await site.createTenant("free");
});

describe("the settings of a tenant", () => {
  it("are shown to every role that reads logs, under every license, and changed by Global Administrators alone", async () => {
    for (const role of ["global-reader", "security-administrator", "security-reader", "reports-reader"] as const) {
      await expect(getSettings(tenant.asRoles(role))).resolves.toMatchObject({ name: tenant.slug, brandName: null });
      await expect(setBrandName(tenant.asRoles(role), { brandName: "X" })).rejects.toThrow(ForbiddenError);
    }
    await expect(getSettings(tenant.asRoles())).rejects.toThrow(ForbiddenError);
    await expect(setBrandName(tenant.asRoles("global-administrator"), { brandName: "X" })).resolves.not.toThrow();
  });

  it("say who holds which role, without those who may not sign in", async () => {
    const { upn } = await createTestUser(tenant, { name: "ada", roles: ["global-administrator", "security-reader"] });
    const gone = await createTestUser(tenant, { name: "old", roles: ["security-reader"] });
    await setUserDisabled(tenant.scope, { upn: gone.upn, disabled: true });
    const { members } = await getSettings(tenant.scope);
    const held = members.filter(({ people }) => people.length > 0);
    expect(held.map(({ role, people }) => [role, people.map((person) => person.upn)])).toEqual([
      ["global-administrator", [upn]],
      ["security-reader", [upn]],
    ]);
  });
});

describe("the name in the header", () => {
  const brandOf = async (sid: string) => (await sessionFromToken(sid, new Date()))?.brandName;

  it("is everybody's in the tenant from the next request on, nobody else's, and can be taken back", async () => {
    const other = await site.createTenant();
    const sids = await Promise.all(
      [tenant, other].map(async (each) => startTestSession((await createTestUser(each)).upn)),
    );
    await setBrandName(tenant.scope, { brandName: "  Acorn & Søn " });
    expect(await Promise.all(sids.map(brandOf))).toEqual(["Acorn & Søn", null]);
    await setBrandName(tenant.scope, { brandName: "" });
    expect(await Promise.all(sids.map(brandOf))).toEqual([null, null]);
  });

  it("is on record with the names before and after, each change once", async () => {
    for (const brandName of ["One", "One", "Two", ""]) await setBrandName(tenant.scope, { brandName });
    const rows = await owner`select changes from audit_events
      where tenant_id = ${tenant.tenantId} and activity = 'Change name in the header' order by audit_id`;
    expect(rows.map(({ changes }) => [changes[0].before, changes[0].after])).toEqual([
      [null, "One"],
      ["One", "Two"],
      ["Two", null],
    ]);
  });

  it.each([["x".repeat(61)], ["Ac\norn"], ["Acorn\u202e"]])("cannot be %j", async (brandName) => {
    await expect(setBrandName(tenant.scope, { brandName })).rejects.toThrow(InvalidInputError);
  });
});

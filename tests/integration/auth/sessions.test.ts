import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sessionFromToken } from "@/lib/access/session";
import { systemScope } from "@/lib/access/system-scope";
import { scopeFromSession } from "@/lib/access/tenant-scope";
import { NotFoundError, NotSignedInError } from "@/lib/model/errors";
import { endSession } from "@/lib/services/sessions/end-session";
import { grantRole } from "@/lib/services/users/grant-role";
import { revokeRole } from "@/lib/services/users/revoke-role";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import type { TestTenant } from "@/tests/helpers/tenant";
import { createTestUser, openTestSite, startTestSession, type TestSite } from "./site";

const NOW = new Date("2025-03-01T10:00:00Z");
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

let site: TestSite;
let tenant: TestTenant;
let other: TestTenant;
let upn: string;
let sid: string;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
  other = await site.createTenant("free");
});
afterAll(() => site.close());
beforeEach(async () => {
  upn = (await createTestUser(tenant, { roles: ["reports-reader"] })).upn;
  sid = await startTestSession(upn, NOW);
});

function later(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

describe("a session", () => {
  it("is read with user, roles and tenant as they are at the request", async () => {
    await grantRole(tenant.scope, { upn, role: "security-reader" });
    const session = await sessionFromToken(sid, NOW);
    expect(session).toMatchObject({ upn, tenantName: tenant.slug, license: "premium_p2", createdAt: NOW });
    expect([...(session?.roles ?? [])].sort()).toEqual(["reports-reader", "security-reader"]);
  });

  it("loses a revoked role at the next request", async () => {
    await revokeRole(tenant.scope, { upn, role: "reports-reader" });
    const session = await sessionFromToken(sid, NOW);
    expect(scopeFromSession(session, tenant.slug).permissions.size).toBe(0);
  });

  it("is over at the next request after signing out", async () => {
    await endSession(sid, NOW);
    expect(await sessionFromToken(sid, NOW)).toBeNull();
  });

  it("is over at the next request after the user is disabled, and stays so when they are enabled again", async () => {
    await setUserDisabled(tenant.scope, { upn, disabled: true });
    expect(await sessionFromToken(sid, NOW)).toBeNull();
    await setUserDisabled(tenant.scope, { upn, disabled: false });
    expect(await sessionFromToken(sid, NOW)).toBeNull();
  });

  it("is refused for a disabled user by the query itself", async () => {
    await site.owner`update users set disabled_at = now() where upn = ${upn}`;
    expect(await sessionFromToken(sid, NOW)).toBeNull();
  });

  it("ends after twelve hours without a request", async () => {
    expect(await sessionFromToken(sid, later(12 * HOUR_MS - 1))).not.toBeNull();
    const untouched = await startTestSession(upn, NOW);
    expect(await sessionFromToken(untouched, later(12 * HOUR_MS))).toBeNull();
  });

  it("ends seven days after signing in, however busy it is", async () => {
    let lastAlive = 0;
    for (let hours = 6; hours <= 8 * 24; hours += 6) {
      if (await sessionFromToken(sid, later(hours * HOUR_MS))) lastAlive = hours;
    }
    expect(lastAlive).toBe(7 * 24 - 6);
  });

  it("is noted as seen once a minute at most", async () => {
    const seen = async () => {
      const [row] = await site.owner`select last_seen_at from sessions s join users u using (tenant_id, user_id)
        where u.upn = ${upn}`;
      return row?.last_seen_at;
    };
    await sessionFromToken(sid, later(MINUTE_MS - 1));
    expect(await seen()).toEqual(NOW);
    await sessionFromToken(sid, later(MINUTE_MS));
    expect(await seen()).toEqual(later(MINUTE_MS));
  });

  it.each([
    ["no id at all", () => ""],
    ["text", () => "something.else"],
    ["another secret", () => `${tenant.tenantId}.${"A".repeat(43)}`],
    ["another tenant's id", () => `${other.tenantId}.${sid.split(".")[1]}`],
    ["more than an id", () => `${sid}.more`],
  ])("is not found by %s", async (_, forged) => {
    expect(await sessionFromToken(forged(), NOW)).toBeNull();
  });
});

describe("the scope of a session", () => {
  it("is made for the own tenant, by slug or id", async () => {
    const session = await sessionFromToken(sid, NOW);
    for (const name of [tenant.slug, tenant.tenantId]) {
      const scope = scopeFromSession(session, name);
      expect(scope).toMatchObject({ tenantId: tenant.tenantId, license: "premium_p2", actor: { kind: "user", upn } });
      expect([...scope.permissions]).toEqual(["logs:read"]);
    }
  });

  it("is not found for another tenant and for none alike", async () => {
    const session = await sessionFromToken(sid, NOW);
    const refusals = [other.slug, other.tenantId, "no-such-tenant", ""].map((name) => {
      try {
        scopeFromSession(session, name);
        return "no refusal";
      } catch (error) {
        expect(error).toBeInstanceOf(NotFoundError);
        return (error as Error).message;
      }
    });
    expect(new Set(refusals).size).toBe(1);
  });

  it("is not made without a session, not even for a tenant that does not exist", () => {
    expect(() => scopeFromSession(null, tenant.slug)).toThrow(NotSignedInError);
    expect(() => scopeFromSession(null, "no-such-tenant")).toThrow(NotSignedInError);
  });
});

describe("the scope of a named job", () => {
  it("is made by slug or id, with every permission and the job's name", async () => {
    for (const name of [other.slug, other.tenantId, other.tenantId.toUpperCase()]) {
      const scope = await systemScope(name, "retention");
      expect(scope).toMatchObject({ tenantId: other.tenantId, license: "free" });
      expect(scope.actor).toEqual({ kind: "system", name: "retention" });
      expect([...scope.permissions].sort()).toEqual([
        "logs:read",
        "policies:read",
        "signIns:flag",
        "signIns:write",
        "tenant:manage",
      ]);
    }
  });

  it.each(["no-such-tenant", "00000000-0000-4000-8000-000000000000", "'; --"])("is not made for %s", async (name) => {
    await expect(systemScope(name, "retention")).rejects.toThrow(NotFoundError);
  });
});

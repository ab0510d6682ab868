import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sessionFromToken } from "@/lib/access/session";
import { ForbiddenError } from "@/lib/model/errors";
import { guardedFetch, isPublicAddress, OutboundRefusedError } from "@/lib/outbound/guarded-fetch";
import { recordAttempts } from "@/lib/services/authentication/record-attempts";
import {
  getSingleSignOn,
  type NewSingleSignOn,
  removeSingleSignOn,
  saveSingleSignOn,
} from "@/lib/services/single-sign-on/settings";
import { DEPARTURE_RULES, finishSingleSignOn, startSingleSignOn } from "@/lib/services/single-sign-on/sign-in";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { CLIENT, type IdentityProvider, startIdentityProvider } from "@/tests/helpers/identity-provider";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL, createTestUser, openTestSite, type TestSite } from "./site";

let site: TestSite;
let provider: IdentityProvider;
let tenant: TestTenant;
let subject: string;

beforeAll(async () => {
  process.env.OUTBOUND_ALLOW_PRIVATE = "1";
  site = await openTestSite();
  provider = await startIdentityProvider(`${APP_URL}/sign-in/sso/callback`);
});
afterAll(async () => {
  await provider.stop();
  await site.close();
});
beforeEach(async () => {
  tenant = await site.createTenant();
  subject = `subject-${randomUUID()}`;
  provider.tamper = undefined;
  describePerson();
});

function describePerson(changes: Record<string, unknown> = {}): void {
  const email = `${subject}@${tenant.slug}.example`;
  provider.people.set(subject, { name: "Ada Berg", email, email_verified: true, ...changes });
}

function settings(changes: Partial<NewSingleSignOn> = {}): NewSingleSignOn {
  return { issuer: provider.issuer, ...CLIENT, createUsers: true, ...changes };
}

async function leave(bindTo?: { tenantId: string; userId: string }) {
  const departure = await startSingleSignOn({
    ...{ tenant: { slug: tenant.slug }, callbackUrl: "/my-sign-ins", ip: "192.0.2.5", now: new Date() },
    ...(bindTo ? { bindTo } : {}),
  });
  if ("problem" in departure) throw new Error(departure.problem);
  const query = await provider.passThrough(departure.redirectTo, subject);
  return { query, state: departure.state };
}

function arrive(way: { query: URLSearchParams; state: string | undefined }, more = {}) {
  const client = { ip: "192.0.2.5", userAgent: null, devices: [] };
  return finishSingleSignOn({ ...way, ...client, now: new Date(), ...more });
}

const problemOf = (result: Awaited<ReturnType<typeof arrive>>) =>
  result.outcome === "refused" ? result.problem : null;

async function users() {
  return site.owner`select upn, display_name as name, object_id as "objectId", password_hash as hash,
    (select count(*)::int from user_roles r where r.user_id = u.user_id) as roles
    from users u where tenant_id = ${tenant.tenantId}`;
}

describe("signing in through the organisation's provider", () => {
  it("makes an account without a role for who comes first, and knows the person by the subject ever after", async () => {
    await saveSingleSignOn(tenant.scope, settings());
    const first = await arrive(await leave());
    if (first.outcome !== "signed-in") throw new Error(JSON.stringify(first));
    expect(first.callbackUrl).toBe("/my-sign-ins");
    expect(await sessionFromToken(first.signedIn.sid, new Date())).toMatchObject({
      displayName: "Ada Berg",
      roles: [],
    });
    expect(await users()).toEqual([
      { upn: `${subject}@${tenant.slug}.example`, name: "Ada Berg", objectId: subject, hash: null, roles: 0 },
    ]);
    describePerson({ email: `renamed@${tenant.slug}.example` });
    const again = await arrive(await leave());
    expect(again.outcome === "signed-in" && again.signedIn.user.userId).toBe(first.signedIn.user.userId);
    expect(await users()).toHaveLength(1);
    await recordAttempts(tenant.tenantId);
    const logged = await site.owner`select s.error_code as code, s.principal_key as who, d.rest::json as rest
      from sign_ins s join sign_in_details d using (tenant_id, category, created_at, id)
      where s.tenant_id = ${tenant.tenantId}`;
    expect(logged).toHaveLength(2);
    expect(logged[0]).toMatchObject({ code: 0, who: subject });
    expect(logged[0]?.rest.authenticationDetails).toMatchObject([{ authenticationMethod: "Single sign-on" }]);
  });

  it.each([
    ["whose address is not confirmed", { email_verified: false }, "unknown"],
    ["of another domain", { email: "ada@elsewhere.example" }, "unknown"],
    ["without an address", { email: undefined }, "unknown"],
  ])("makes no account for somebody %s", async (_, changes, problem) => {
    await saveSingleSignOn(tenant.scope, settings());
    describePerson(changes);
    expect(problemOf(await arrive(await leave()))).toBe(problem);
    expect(await users()).toHaveLength(0);
  });

  it("makes none at all where the setting says so", async () => {
    await saveSingleSignOn(tenant.scope, settings({ createUsers: false }));
    expect(problemOf(await arrive(await leave()))).toBe("unknown");
  });

  it("never takes an account over by its address; its owner connects it from within", async () => {
    await saveSingleSignOn(tenant.scope, settings());
    const { userId, upn } = await createTestUser(tenant);
    describePerson({ email: upn });
    expect(problemOf(await arrive(await leave()))).toBe("taken");
    const me = { tenantId: tenant.tenantId, userId };
    expect(problemOf(await arrive(await leave(me)))).toBe("state");
    expect(await arrive(await leave(me), { signedInAs: me })).toEqual({ outcome: "bound" });
    const result = await arrive(await leave());
    expect(result.outcome === "signed-in" && result.signedIn.user.userId).toBe(userId);
    const other = { tenantId: tenant.tenantId, userId: (await createTestUser(tenant)).userId };
    expect(problemOf(await arrive(await leave(other), { signedInAs: other }))).toBe("taken");
  });

  it("lets a disabled account in no more than a password does", async () => {
    await saveSingleSignOn(tenant.scope, settings());
    await arrive(await leave());
    await setUserDisabled(tenant.scope, { upn: `${subject}@${tenant.slug}.example`, disabled: true });
    expect(problemOf(await arrive(await leave()))).toBe("disabled");
  });

  it.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
    ["for another audience", (claims) => ({ ...claims, aud: "somebody else" })],
    ["with another nonce", (claims) => ({ ...claims, nonce: "another" })],
    ["of another issuer", (claims) => ({ ...claims, iss: "https://elsewhere.example" })],
    ["that has expired", (claims) => ({ ...claims, exp: 1_000_000_000 })],
  ])("refuses a token %s, and the log knows", async (_, tamper) => {
    await saveSingleSignOn(tenant.scope, settings());
    const way = await leave();
    provider.tamper = tamper;
    expect(problemOf(await arrive(way))).toBe("invalid");
    expect(await users()).toHaveLength(0);
    await recordAttempts(tenant.tenantId);
    const logged = await site.owner`select error_code as code from sign_ins where tenant_id = ${tenant.tenantId}`;
    expect(logged).toEqual([{ code: 50013 }]);
  });

  it("takes a state once, in time, and only in the browser that left with it", async () => {
    await saveSingleSignOn(tenant.scope, settings());
    const way = await leave();
    const mine = await leave();
    expect(problemOf(await arrive({ query: way.query, state: mine.state }))).toBe("state");
    expect(problemOf(await arrive({ query: way.query, state: undefined }))).toBe("state");
    const late = new Date(Date.now() + 16 * 60_000);
    expect(problemOf(await arrive(mine, { now: late }))).toBe("state");
    const both = await Promise.all([arrive(way), arrive(way)]);
    expect(both.map(({ outcome }) => outcome).sort()).toEqual(["refused", "signed-in"]);
    expect(problemOf(await arrive(way))).toBe("state");
  });

  it("says so where the provider is down, whenever that is, and where there is none", async () => {
    const unasked = { callbackUrl: undefined, ip: null, now: new Date() };
    expect(await startSingleSignOn({ tenant: { slug: tenant.slug }, ...unasked })).toEqual({ problem: "none" });
    const passing = await startIdentityProvider(`${APP_URL}/sign-in/sso/callback`);
    await saveSingleSignOn(tenant.scope, settings({ issuer: passing.issuer }));
    const upn = `anybody@${tenant.slug}.example`;
    const departure = await startSingleSignOn({ tenant: { upn }, ...unasked });
    if ("problem" in departure) throw new Error(departure.problem);
    const query = await passing.passThrough(departure.redirectTo, subject);
    await passing.stop();
    expect(problemOf(await arrive({ query, state: departure.state }))).toBe("invalid");
    const down = await startSingleSignOn({ tenant: { upn }, ...unasked });
    expect(down).toEqual({ problem: "provider" });
  });

  it("is not begun without end from one address; who arrives is not counted, and other addresses feel nothing", async () => {
    await saveSingleSignOn(tenant.scope, settings());
    const now = new Date();
    const start = (ip: string, at = now) =>
      startSingleSignOn({ tenant: { slug: tenant.slug }, callbackUrl: undefined, ip, now: at });
    const arrived = await arrive(await leave());
    expect(arrived.outcome).toBe("signed-in");
    const counts = () =>
      site.owner`select account_key as key, failures from password_attempts where tenant_id = ${tenant.tenantId}`;
    expect(await counts()).toEqual([{ key: "single sign-on from 192.0.2.5", failures: 0 }]);
    await site.owner`update password_attempts set failures = ${DEPARTURE_RULES.freeAttempts - 1}
      where tenant_id = ${tenant.tenantId}`;
    expect(await start("192.0.2.5")).toHaveProperty("redirectTo");
    expect(await start("192.0.2.5")).toEqual({ problem: "tooMany" });
    expect(await start("192.0.2.6")).toHaveProperty("redirectTo");
    expect(await start("192.0.2.5", new Date(now.getTime() + 61_000))).toHaveProperty("redirectTo");
  });

  it("ends at the sign-in page for who turned back at the provider", async () => {
    await saveSingleSignOn(tenant.scope, settings());
    const { state } = await leave();
    expect(problemOf(await arrive({ query: new URLSearchParams({ error: "access_denied", state }), state }))).toBe(
      "denied",
    );
  });
});

describe("setting single sign-on up", () => {
  it("is tested first, stores the secret encrypted, keeps it when left empty, and is on record without it", async () => {
    await expect(saveSingleSignOn(tenant.scope, settings({ clientSecret: "" }))).rejects.toThrow(/Client secret/);
    // The reason is told as it was at its root, not as the client library sums it up.
    await expect(saveSingleSignOn(tenant.scope, settings({ issuer: "http://127.0.0.1:1" }))).rejects.toThrow(
      /Issuer: the provider could not be used\. .*ECONNREFUSED/,
    );
    await expect(saveSingleSignOn(tenant.scope, settings({ issuer: "https://nobody.invalid" }))).rejects.toThrow(
      /nobody\.invalid/,
    );
    await expect(saveSingleSignOn(tenant.scope, settings({ issuer: `${provider.issuer}/other` }))).rejects.toThrow(
      /could not be used/,
    );
    expect((await getSingleSignOn(tenant.scope)).settings).toBeNull();
    await saveSingleSignOn(tenant.scope, settings());
    await saveSingleSignOn(tenant.scope, settings({ clientSecret: "", createUsers: false }));
    await expect(saveSingleSignOn(tenant.scope, settings({ clientSecret: "", clientId: "other" }))).rejects.toThrow(
      /Client secret/,
    );
    expect((await getSingleSignOn(tenant.scope)).settings).toMatchObject({ clientId: "signbook", createUsers: false });
    await removeSingleSignOn(tenant.scope);
    expect((await getSingleSignOn(tenant.scope)).settings).toBeNull();
    const audits = await site.owner`select activity, to_jsonb(a)::text as text from audit_events a
      where tenant_id = ${tenant.tenantId} order by at, audit_id`;
    expect(audits.map(({ activity }) => activity)).toEqual([
      "Set single sign-on",
      "Set single sign-on",
      "Remove single sign-on",
    ]);
    expect(JSON.stringify(audits)).not.toContain(CLIENT.clientSecret);
  });

  it("is for Global Administrators", async () => {
    const reader = tenant.asRoles("security-administrator");
    await expect(getSingleSignOn(reader)).rejects.toThrow(ForbiddenError);
    await expect(saveSingleSignOn(reader, settings())).rejects.toThrow(ForbiddenError);
    await expect(removeSingleSignOn(reader)).rejects.toThrow(ForbiddenError);
  });
});

describe("asking an address that somebody named", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "::1",
    "fe80::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "not an address",
  ])("%s is not a public one", (address) => expect(isPublicAddress(address)).toBe(false));

  it.each(["8.8.8.8", "2001:4860:4860::8888"])("%s is", (address) => expect(isPublicAddress(address)).toBe(true));

  it.each(["https://localhost/", "https://127.0.0.1/", "https://2130706433/", "https://[::1]/", "http://8.8.8.8/"])(
    "%s is refused unless inner networks are allowed",
    async (address) => {
      await expect(guardedFetch(address, {}, { allowPrivate: false })).rejects.toThrow(OutboundRefusedError);
    },
  );
});

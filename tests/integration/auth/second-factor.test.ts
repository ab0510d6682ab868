import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ownScopeFromSession } from "@/lib/access/own-scope";
import { sessionFromToken } from "@/lib/access/session";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import type { OwnScope } from "@/lib/model/scope";
import { changePassword } from "@/lib/services/account/change-password";
import { endAllOwnSessions, endOwnSession } from "@/lib/services/account/end-own-sessions";
import { getAccount } from "@/lib/services/account/get-account";
import {
  cancelSecondFactor,
  confirmSecondFactor,
  startSecondFactor,
  turnOffSecondFactor,
} from "@/lib/services/account/second-factor";
import { recordAttempts } from "@/lib/services/authentication/record-attempts";
import { finishSignIn, signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";
import { resetSecondFactor } from "@/lib/services/users/reset-second-factor";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import type { TestTenant } from "@/tests/helpers/tenant";
import { createTestUser, openTestSite, PASSWORD, startTestSession, type TestSite } from "./site";

const STEP_MS = 30_000;
const NEW_PASSWORD = "lantern orbit velvet thirteen";

let site: TestSite;
let tenant: TestTenant;
let upn: string;
let sid: string;
let own: OwnScope;
/** The beginning of a time step, so that no code ends in the middle of a test. */
let now: Date;

beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  tenant = await site.createTenant();
  upn = (await createTestUser(tenant)).upn;
  now = new Date(Math.floor(Date.now() / STEP_MS) * STEP_MS);
  sid = await startTestSession(upn, now);
  own = await scopeOf(sid);
});

async function scopeOf(id: string): Promise<OwnScope> {
  return ownScopeFromSession(await sessionFromToken(id, now));
}

const later = (steps: number) => new Date(now.getTime() + steps * STEP_MS);
const origin = { ip: "192.0.2.3", userAgent: "test" };

function signIn({ password = PASSWORD, code = "", at = now } = {}) {
  return signInWithPassword({ username: upn, password, code, ...origin, now: at });
}

/** Sets codes up. @returns what the app shows at a time, and the recovery codes. */
async function enrol() {
  const offer = await startSecondFactor(own, now);
  const { secondFactor } = await getAccount(own, now, offer);
  if (secondFactor.state !== "offered") throw new Error("not offered");
  const { secret, uri } = secondFactor.enrolment;
  expect(uri).toContain(`otpauth://totp/Signbook:${encodeURIComponent(upn)}?issuer=Signbook`);
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  const codeAt = (at: Date) => app.generate({ timestamp: at.getTime() });
  const confirmation = { offer, code: codeAt(now), password: PASSWORD };
  return { codeAt, secret, offer, recoveryCodes: await confirmSecondFactor(own, confirmation, now) };
}

async function activities(): Promise<string[]> {
  const rows = await site.owner`select activity from audit_events where tenant_id = ${tenant.tenantId}
    and category = 'UserManagement' order by at, audit_id`;
  return rows.map(({ activity }) => activity);
}

describe("one-time codes", () => {
  it("count only once they are confirmed by the app's code", async () => {
    const first = { offer: await startSecondFactor(own, now), code: "000000", password: PASSWORD };
    await expect(confirmSecondFactor(own, first, now)).rejects.toThrow(InvalidInputError);
    expect((await signIn()).errorCode).toBe(0);
    const { codeAt, offer } = await enrol();
    expect((await signIn({ at: later(1) })).errorCode).toBe(50074);
    await expect(startSecondFactor(own, now)).rejects.toThrow(ConflictError);
    const again = { offer, code: codeAt(later(1)), password: PASSWORD };
    await expect(confirmSecondFactor(own, again, later(1))).rejects.toThrow(ConflictError);
  });

  it("are confirmed with the password, by the key of whoever began last, which no other session is shown", async () => {
    const begin = async () => {
      const offer = await startSecondFactor(own, now);
      const { secondFactor } = await getAccount(own, now, offer);
      if (secondFactor.state !== "offered") throw new Error("not offered");
      const code = new TOTP({ secret: Secret.fromBase32(secondFactor.enrolment.secret) }).generate({
        timestamp: now.getTime(),
      });
      return { offer, code, password: PASSWORD };
    };
    const borrowed = await begin();
    expect((await getAccount(own, now)).secondFactor).toEqual({ state: "off" });
    const owners = await begin();
    expect((await getAccount(own, now, borrowed.offer)).secondFactor).toEqual({ state: "off" });
    await expect(confirmSecondFactor(own, borrowed, now)).rejects.toThrow(/void/);
    await expect(confirmSecondFactor(own, { ...owners, password: "wrong" }, now)).rejects.toThrow(/not your password/);
    await cancelSecondFactor(own);
    await expect(confirmSecondFactor(own, owners, now)).rejects.toThrow(/void/);
    expect(await confirmSecondFactor(own, await begin(), now)).toHaveLength(10);
    await cancelSecondFactor(own);
    expect((await getAccount(own, now)).secondFactor).toMatchObject({ state: "on" });
  });

  it("are asked for after the password, or taken along with it, and leave both in the log", async () => {
    const { codeAt } = await enrol();
    const asked = await signIn({ at: later(1) });
    if (asked.errorCode !== 50074) throw new Error("not asked");
    const wrong = await finishSignIn({ pending: asked.pending, code: "000000", ...origin, now: later(1) });
    expect(wrong.errorCode).toBe(500121);
    const right = await finishSignIn({ pending: asked.pending, code: codeAt(later(1)), ...origin, now: later(1) });
    expect(right).toMatchObject({ errorCode: 0, user: { upn } });
    expect((await signIn({ code: codeAt(later(3)), at: later(3) })).errorCode).toBe(0);
    expect((await signIn({ code: "000000", at: later(5) })).errorCode).toBe(500121);
    await recordAttempts(tenant.tenantId, new Date(Date.now() + 600_000));
    const rows =
      await site.owner`select s.error_code as code, s.correlation_id as id, d.rest::json as rest from sign_ins s
      join sign_in_details d using (tenant_id, category, created_at, id)
      where s.tenant_id = ${tenant.tenantId} and s.created_at > ${now} order by s.created_at, s.created_ms`;
    expect(rows.map(({ code }) => code).sort((a, b) => a - b)).toEqual([0, 0, 50074, 500121, 500121]);
    const steps = rows.filter(({ code }) => code === 0).map(({ rest }) => rest.authenticationDetails);
    expect(steps[0]).toMatchObject([
      { authenticationMethod: "Password", succeeded: true },
      { authenticationMethod: "OATH verification code", succeeded: true },
    ]);
    // The password, the wrong code and the right one of the same sign-in belong together.
    expect(new Set(rows.slice(0, 3).map(({ id }) => id)).size).toBe(1);
  });

  it("are good once, also for two who bring one at the same moment", async () => {
    const { codeAt } = await enrol();
    const code = codeAt(later(2));
    const both = await Promise.all([1, 2].map(() => signIn({ code, at: later(2) })));
    expect(both.map(({ errorCode }) => errorCode).sort()).toEqual([0, 500121]);
    expect((await signIn({ code: codeAt(later(1)), at: later(2) })).errorCode).toBe(500121);
  });

  it("can be replaced by a recovery code, each one time, typed in any way", async () => {
    const { recoveryCodes } = await enrol();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = "", second = ""] = recoveryCodes;
    expect((await signIn({ code: first })).errorCode).toBe(0);
    expect((await signIn({ code: first })).errorCode).toBe(500121);
    expect((await signIn({ code: ` ${second.toUpperCase().replaceAll("-", " ")} ` })).errorCode).toBe(0);
    expect((await getAccount(own, now)).secondFactor).toMatchObject({ state: "on", recoveryCodesLeft: 8 });
  });

  it("are stored encrypted, recovery codes as hashes", async () => {
    const { secret, recoveryCodes } = await enrol();
    const [factor] = await site.owner`select encode(secret_encrypted, 'escape') as text from second_factors
      where tenant_id = ${tenant.tenantId}`;
    expect(factor?.text).not.toContain(secret);
    const codes = await site.owner`select encode(code_hash, 'escape') as text from recovery_codes`;
    expect(JSON.stringify(codes)).not.toContain(recoveryCodes[0]?.replaceAll("-", ""));
  });

  it("lock the account after ten wrong ones, and the right password frees no further guess", async () => {
    const { codeAt } = await enrol();
    const asked = await signIn({ at: later(1) });
    if (asked.errorCode !== 50074) throw new Error("not asked");
    const tried = (code: string) => finishSignIn({ pending: asked.pending, code, ...origin, now: later(1) });
    for (let guess = 0; guess < 10; guess++) {
      expect((await tried("000000")).errorCode).toBe(500121);
      if (guess === 4) expect((await signIn({ at: later(1) })).errorCode).toBe(50074);
    }
    expect((await tried(codeAt(later(1)))).errorCode).toBe(50053);
    expect((await signIn({ at: later(1) })).errorCode).toBe(50053);
  });

  it("are no longer asked for where the step took too long, the password changed, or the account was disabled", async () => {
    const { codeAt } = await enrol();
    const asked = await signIn({ at: later(1) });
    if (asked.errorCode !== 50074) throw new Error("not asked");
    const tried = (at: Date, pending = asked.pending) =>
      finishSignIn({ pending, code: codeAt(at), ...origin, now: at });
    expect((await tried(later(30))).errorCode).toBe(50089);
    expect((await tried(later(2), `${asked.pending.slice(0, -4)}AAAA`)).errorCode).toBe(50089);
    await setUserDisabled(tenant.scope, { upn, disabled: true });
    expect((await tried(later(2))).errorCode).toBe(50057);
    await setUserDisabled(tenant.scope, { upn, disabled: false });
    await changePassword(own, { current: PASSWORD, password: NEW_PASSWORD, sessionId: "" }, now);
    expect((await tried(later(4))).errorCode).toBe(50089);
  });

  it("are turned off with the password, and by an administrator for somebody who has lost everything", async () => {
    await enrol();
    await expect(turnOffSecondFactor(own, "wrong password", now)).rejects.toThrow(InvalidInputError);
    await turnOffSecondFactor(own, PASSWORD, now);
    expect((await signIn()).errorCode).toBe(0);
    now = later(4);
    await enrol();
    expect(await resetSecondFactor(tenant.scope, { upn }, later(1))).toEqual({ wasOn: true });
    expect((await signIn()).errorCode).toBe(0);
    expect((await activities()).filter((activity) => /codes|factor/.test(activity))).toEqual([
      "Turn on one-time codes",
      "Turn off one-time codes",
      "Turn on one-time codes",
      "Reset second factor",
    ]);
  });

  it("are reset by nobody but a Global Administrator of the same tenant", async () => {
    await expect(resetSecondFactor(tenant.asRoles("security-administrator"), { upn })).rejects.toThrow(ForbiddenError);
    await expect(resetSecondFactor((await site.createTenant()).scope, { upn })).rejects.toThrow(NotFoundError);
  });
});

describe("one's own password", () => {
  it("is changed with the old one; every other session ends, and the change is on record without it", async () => {
    const other = await startTestSession(upn, now);
    const session = await sessionFromToken(sid, now);
    const change = { current: PASSWORD, password: NEW_PASSWORD, sessionId: session?.sessionId ?? "" };
    await changePassword(own, change, now);
    expect(await sessionFromToken(other, now)).toBeNull();
    expect(await sessionFromToken(sid, now)).not.toBeNull();
    expect((await signIn()).errorCode).toBe(50126);
    expect((await signIn({ password: NEW_PASSWORD })).errorCode).toBe(0);
    expect(await activities()).toContain("Change user password");
    const audits =
      await site.owner`select to_jsonb(a)::text as text from audit_events a where tenant_id = ${tenant.tenantId}`;
    expect(JSON.stringify(audits)).not.toContain(NEW_PASSWORD);
  });

  it.each([
    ["too short", "short", /at least 12/],
    ["common", "password1234", /too easy/],
    ["a row of keys", "qwertyuiop12", /too easy/],
    ["repeated", "aaaaaaaaaaaaaaaa", /too easy/],
    ["the product’s name", "Signbook-2026", /mostly a name/],
    ["the same", PASSWORD, /another one/],
  ])("is refused when it is %s", async (_, password, problem) => {
    await expect(changePassword(own, { current: PASSWORD, password, sessionId: "" }, now)).rejects.toThrow(problem);
  });

  it("cannot be guessed in a session that was left open", async () => {
    const change = { current: "wrong password", password: NEW_PASSWORD, sessionId: "" };
    for (let guess = 0; guess < 10; guess++) {
      await expect(changePassword(own, change, now)).rejects.toThrow(/not your password/);
    }
    const right = { ...change, current: PASSWORD };
    await expect(changePassword(own, right, now)).rejects.toThrow(/Too many/);
    // Nor does that lock the owner out.
    expect((await signIn()).errorCode).toBe(0);
  });
});

describe("one's own sessions", () => {
  it("are listed with what they are from, and ended one by one or all at once", async () => {
    const other = await startTestSession(upn, later(1));
    const { sessions } = await getAccount(own, later(2));
    expect(sessions).toHaveLength(2);
    const [newest] = sessions;
    expect(newest?.sessionId).toBe((await sessionFromToken(other, later(1)))?.sessionId);
    await endOwnSession(own, newest?.sessionId ?? "", later(2));
    expect(await sessionFromToken(other, later(2))).toBeNull();
    await expect(endOwnSession(own, newest?.sessionId ?? "", later(2))).rejects.toThrow(NotFoundError);
    await endAllOwnSessions(own, later(2));
    expect(await sessionFromToken(sid, later(2))).toBeNull();
    expect(await activities()).toEqual(expect.arrayContaining(["End session", "Sign out everywhere"]));
  });

  it("of somebody else are not found", async () => {
    const stranger = await startTestSession((await createTestUser(tenant)).upn, now);
    const session = await sessionFromToken(stranger, now);
    await expect(endOwnSession(own, session?.sessionId ?? "", now)).rejects.toThrow(NotFoundError);
    expect(await sessionFromToken(stranger, now)).not.toBeNull();
  });
});

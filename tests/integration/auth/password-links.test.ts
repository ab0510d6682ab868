import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sessionFromToken } from "@/lib/access/session";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";
import { requestNewPassword } from "@/lib/services/password-links/request-new-password";
import { sendDueLinks, sweepLinks } from "@/lib/services/password-links/send-links";
import { describeLink, setPasswordByLink } from "@/lib/services/password-links/set-password-by-link";
import { createUser } from "@/lib/services/users/create-user";
import { inviteUser } from "@/lib/services/users/invite-user";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { type MailServer, startMailServer } from "@/tests/helpers/exports";
import type { TestTenant } from "@/tests/helpers/tenant";
import { createTestUser, openTestSite, PASSWORD, startTestSession, type TestSite } from "./site";

const NEW_PASSWORD = "lantern orbit velvet thirteen";
const MINUTE_MS = 60_000;
const origin = { ip: "192.0.2.9", requestId: "of-test" };

let site: TestSite;
let mail: MailServer;
let tenant: TestTenant;
let upn: string;
let now: Date;

beforeAll(async () => {
  mail = await startMailServer();
  process.env.SMTP_URL = mail.url;
  site = await openTestSite();
});
afterAll(async () => {
  await site.close();
  await mail.stop();
});
beforeEach(async () => {
  tenant = await site.createTenant();
  upn = (await createTestUser(tenant)).upn;
  mail.mails.length = 0;
  now = new Date();
});

const later = (minutes: number) => new Date(now.getTime() + minutes * MINUTE_MS);
const forget = (username = upn, at = now) => requestNewPassword({ username, ip: "192.0.2.9", now: at });

/** What the mails that are due bring. */
async function tokens(at = now): Promise<string[]> {
  await sendDueLinks(tenant.tenantId, at);
  return mail.mails.map(({ text = "" }) => new URL(/https?:\S+/.exec(text)?.[0] ?? "").searchParams.get("token") ?? "");
}

function set(token: string, password = NEW_PASSWORD, at = now) {
  return setPasswordByLink({ token, password, origin }, at);
}

function signIn(password: string) {
  return signInWithPassword({ username: upn, password, ip: null, userAgent: null, now });
}

describe("a forgotten password", () => {
  it("is replaced by the link of one mail to the account's address, once, and every session ends", async () => {
    const sid = await startTestSession(upn, now);
    await forget(` ${upn.toUpperCase()} `);
    const [token = ""] = await tokens();
    expect(mail.mails[0]).toMatchObject({ to: { text: expect.stringContaining(upn) } });
    expect(await describeLink(token, now)).toMatchObject({ purpose: "forgotten", upn });
    await expect(set(token, "password1234")).rejects.toThrow(InvalidInputError);
    await expect(set(token, upn)).rejects.toThrow(/mostly a name/);
    const both = await Promise.allSettled([set(token), set(token)]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await sessionFromToken(sid, now)).toBeNull();
    expect((await signIn(PASSWORD)).errorCode).toBe(50126);
    expect((await signIn(NEW_PASSWORD)).errorCode).toBe(0);
    expect(await describeLink(token, now)).toBeNull();
    await expect(set(token)).rejects.toThrow(NotFoundError);
    const [audit] = await site.owner`select actor_id, ip_text as ip from audit_events
      where tenant_id = ${tenant.tenantId} and activity = 'Reset user password'`;
    expect(audit).toMatchObject({ ip: "192.0.2.9" });
  });

  it("brings a mail to nobody who has no account, has none with a password, or is disabled", async () => {
    const disabled = (await createTestUser(tenant)).upn;
    await setUserDisabled(tenant.scope, { upn: disabled, disabled: true });
    const bound = `bound@${tenant.slug}.example`;
    await createUser(tenant.scope, { upn: bound, displayName: "Bound" });
    const names = [`nobody@${tenant.slug}.example`, "nobody@nowhere.example", "no address", disabled, bound];
    for (const name of names) await forget(name);
    expect(await tokens()).toEqual([]);
  });

  it("lets nobody fill a mailbox", async () => {
    for (let number = 0; number < 5; number++) await forget(upn, later(number));
    const rows = await site.owner`select count(*)::int as n from password_attempts where account_key = ${`mail ${upn}`}
      and failures = 3`;
    expect(rows[0]?.n).toBe(1);
  });

  it("has a link that ends after an hour, and with the next one", async () => {
    await forget();
    const [first = ""] = await tokens();
    expect(await describeLink(first, later(61))).toBeNull();
    await forget(upn, later(1));
    const [, second = ""] = await tokens(later(1));
    expect(await describeLink(first, later(1))).toBeNull();
    expect(await describeLink(second, later(1))).not.toBeNull();
  });

  it("has a link that nobody makes from what is stored, nor from another link", async () => {
    await forget();
    const [token = ""] = await tokens();
    const [, linkId = "", proof = ""] = token.split(".");
    const rows = await site.owner`select to_jsonb(l)::text as text from password_links l`;
    expect(JSON.stringify(rows)).not.toContain(proof);
    const other = await site.createTenant();
    for (const forged of [
      "",
      "x",
      `${tenant.tenantId}.${linkId}.`,
      `${other.tenantId}.${linkId}.${proof}`,
      `${token}x`,
    ]) {
      expect(await describeLink(forged, now)).toBeNull();
    }
  });

  it("has a mail that is sent again where the server or a worker failed, and under the same Message-ID", async () => {
    await forget();
    mail.refusals.push([451, "later"]);
    // The sweeper looks into every tenant, those of other tests too.
    const mine = () => mail.mails.filter(({ text }) => text?.includes(upn)).map(({ messageId }) => messageId);
    await sendDueLinks(tenant.tenantId, now);
    await sweepLinks({ now: later(0.1) });
    expect(mine()).toHaveLength(0);
    await sweepLinks({ now: later(3) });
    await sweepLinks({ now: later(6) });
    expect(mine()).toHaveLength(1);
    // A worker that died between the server's acceptance and its own note.
    await site.owner`update password_links set mail_due_at = ${later(7)}`;
    await sweepLinks({ now: later(8) });
    expect(mine()).toHaveLength(2);
    expect(new Set(mine()).size).toBe(1);
  });
});

describe("an invitation", () => {
  const guest = () => `guest@${tenant.slug}.example`;
  const invitation = () => ({ upn: guest(), displayName: "Gro Guest", roles: ["reports-reader"] as const });

  it("makes an account with roles that its owner sets the password of", async () => {
    expect(await inviteUser(tenant.scope, invitation(), now)).toMatchObject({ upn: guest(), again: false });
    upn = guest();
    expect((await signIn("")).errorCode).toBe(50126);
    const [token = ""] = await tokens();
    expect(await describeLink(token, later(6 * 24 * 60))).toMatchObject({
      purpose: "invitation",
      displayName: "Gro Guest",
    });
    await set(token);
    expect(await signIn(NEW_PASSWORD)).toMatchObject({ errorCode: 0, roles: ["reports-reader"] });
    const rows = await site.owner`select activity from audit_events where tenant_id = ${tenant.tenantId}
      and target_name = ${guest()}`;
    expect(rows.map(({ activity }) => activity)).toEqual(expect.arrayContaining(["Invite user", "Accept invitation"]));
  });

  it("is sent again to who has not set a password, and to nobody else", async () => {
    await inviteUser(tenant.scope, invitation(), now);
    const [first = ""] = await tokens();
    expect(await inviteUser(tenant.scope, invitation(), later(1))).toMatchObject({ again: true });
    const [, second = ""] = await tokens(later(1));
    expect([await describeLink(first, later(2)), (await describeLink(second, later(2)))?.upn]).toEqual([null, guest()]);
    await expect(inviteUser(tenant.scope, { upn, displayName: "X" })).rejects.toThrow(ConflictError);
    await setUserDisabled(tenant.scope, { upn: guest(), disabled: true });
    await expect(inviteUser(tenant.scope, invitation())).rejects.toThrow(ConflictError);
  });

  it("is for Global Administrators, and for the tenant's own domain", async () => {
    await expect(inviteUser(tenant.asRoles("security-administrator"), invitation())).rejects.toThrow(ForbiddenError);
    await expect(inviteUser(tenant.scope, { ...invitation(), upn: "x@elsewhere.example" })).rejects.toThrow(
      InvalidInputError,
    );
  });
});

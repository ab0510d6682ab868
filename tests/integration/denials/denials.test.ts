import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { mailDenialJob } from "@/jobs/contracts/mail-denials";
import { closeQueues, queueOf } from "@/jobs/enqueue";
import { ownScopeFromSession } from "@/lib/access/own-scope";
import type { Session } from "@/lib/access/session";
import type { License } from "@/lib/model/licenses";
import type { Role } from "@/lib/model/roles";
import type { OwnScope } from "@/lib/model/scope";
import { sendDenialMail } from "@/lib/services/denials/send-denial-mail";
import { sweepDenialMails } from "@/lib/services/denials/sweep-denial-mails";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { answerOwnSignIn } from "@/lib/services/own-sign-ins/answer-own-sign-in";
import { createUser } from "@/lib/services/users/create-user";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { type MailServer, startMailServer } from "@/tests/helpers/exports";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const APP_URL = "http://signbook.example:3000";
let database: TestDatabase;
let mail: MailServer;
let sql: Sql;
let tenant: TestTenant;
let ada: OwnScope;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  sql = postgres(database.superuserUrl, { max: 1 });
  setQueueStore(openQueueStore({ DATABASE_URL: database.appUrl }));
  mail = await startMailServer();
  vi.stubEnv("SMTP_URL", mail.url);
  vi.stubEnv("APP_URL", APP_URL);
});

afterAll(async () => {
  await mail.stop();
  await sql.end();
  await closeQueues();
  await closeConnections();
  await database.drop();
});

beforeEach(async () => {
  await queueOf(mailDenialJob).obliterate({ force: true });
  mail.mails.splice(0);
  await organisation();
});

const at = new Date(Math.floor(Date.now() / 1000) * 1000 - 60_000);
const address = { category: "interactive", id: "doubtful", at } as const;
const later = (ms: number) => ({ now: () => new Date(Date.now() + ms) });

/** An organisation with its people, of whom Ada has one sign-in. */
async function organisation(license: License = "premium_p1") {
  tenant = await createTestTenant(database.ownerUrl, { license });
  const { tenantId, slug, scope } = tenant;
  const person = (name: string, ...roles: Role[]) =>
    createUser(scope, { upn: `${name}@${slug}.example`, displayName: name, roles, objectId: `user-${name}` });
  await person("gry", "global-administrator");
  await person("sam", "security-administrator", "global-administrator");
  await person("sue", "security-administrator");
  await person("rolf", "security-reader", "global-reader", "reports-reader");
  await setUserDisabled(scope, { upn: (await person("old", "security-administrator")).upn, disabled: true });
  const { userId, upn } = await person("ada");
  ada = ownScopeFromSession({
    ...{ userId, upn, displayName: "Ada <Berg>", objectId: "user-ada", tenantId, license, roles: [] },
    ...{ tenantSlug: slug, tenantName: slug, brandName: null, createdAt: at, expiresAt: at },
  } satisfies Partial<Session> as unknown as Session);
  const record = graphSignIn({ id: "doubtful", createdDateTime: at.toISOString(), userId: "user-ada" });
  const { errors } = await ingestRecords(scope, asRecords([record]), { source: "test" });
  expect(errors).toEqual([]);
}

const rows = () =>
  sql`select mail_id, status, attempts, failure from denial_mails where tenant_id = ${tenant.tenantId} order by mail_id`;
/** Of this test's tenant: those of others may be due still. */
const queued = async () =>
  (await queueOf(mailDenialJob).getJobs(["waiting", "prioritized"]))
    .map(({ data }) => data)
    .filter(({ tenantId }) => tenantId === tenant.tenantId);
const onlyMail = async () => ({ tenantId: tenant.tenantId, mailId: (await rows())[0]?.mail_id as string });

describe("“This wasn’t me”", () => {
  it("goes to those who look after security and may sign in, in one mail that leads to the sign-in", async () => {
    await answerOwnSignIn(ada, address, "notMe");
    const [job] = await queued();
    expect(job).toEqual(await onlyMail());
    expect(await sendDenialMail(await onlyMail())).toBe("The mail has been sent.");
    expect(await rows()).toMatchObject([{ status: "sent", attempts: 1, failure: null }]);
    const [sent, ...others] = mail.mails;
    expect(others).toEqual([]);
    const to = [sent?.to].flat().flatMap((each) => each?.value.map((one) => one.address) ?? []);
    expect(to.sort()).toEqual(["gry", "sam", "sue"].map((name) => `${name}@${tenant.slug}.example`));
    expect(sent?.subject).toBe(`Ada <Berg> does not recognise a sign-in (${tenant.slug})`);
    expect(sent?.text).toContain("Request id: doubtful");
    expect(sent?.text).toMatch(/Application: .+/);
    expect(sent?.html).toContain("Ada &lt;Berg&gt;");
    const link = new URL(/http\S+/.exec(sent?.text ?? "")?.[0] ?? "");
    expect(link.origin + link.pathname).toBe(`${APP_URL}/${tenant.slug}/sign-ins/interactive`);
    expect(Object.fromEntries(link.searchParams)).toMatchObject({ open: "doubtful", at: at.toISOString() });
    expect(Number(new Date(link.searchParams.get("from") ?? ""))).toBeLessThan(Number(at));
  });

  it("causes a mail per denial, none for an answer that says it was them, or says the same again", async () => {
    for (const answer of ["me", "notMe", "notMe", "me", "notMe"] as const) await answerOwnSignIn(ada, address, answer);
    expect(await rows()).toHaveLength(2);
  });

  it("causes one mail when it is sent by two workers at once, and nothing when it is sent again", async () => {
    await answerOwnSignIn(ada, address, "notMe");
    const mailed = await onlyMail();
    await Promise.all([sendDenialMail(mailed), sendDenialMail(mailed)]);
    await sendDenialMail(mailed, later(3_600_000));
    expect(mail.mails).toHaveLength(1);
  });

  it("is not lost when the queue was: it is found there later, and once sent no more", async () => {
    await answerOwnSignIn(ada, address, "notMe");
    await queueOf(mailDenialJob).obliterate({ force: true });
    await sweepDenialMails({ now: new Date() });
    expect(await queued()).toEqual([]);
    await sweepDenialMails({ now: later(31_000).now() });
    expect(await queued()).toEqual([await onlyMail()]);
    await sendDenialMail(await onlyMail());
    await queueOf(mailDenialJob).obliterate({ force: true });
    await sweepDenialMails({ now: later(3_600_000).now() });
    expect(await queued()).toEqual([]);
  });

  it("is tried again under the same Message-ID when the mail server was away, or the worker died after sending", async () => {
    await answerOwnSignIn(ada, address, "notMe");
    const mailed = await onlyMail();
    mail.refusals.push(...Array.from({ length: 3 }, (): [number, string] => [451, "4.3.0 not now"]));
    expect(await sendDenialMail(mailed)).toBe("The mail will be tried again.");
    expect(await rows()).toMatchObject([{ status: "due", attempts: 1 }]);
    expect(await sendDenialMail(mailed)).toBe("There was nothing to do.");
    mail.refusals.splice(0);
    expect(await sendDenialMail(mailed, later(60_000))).toBe("The mail has been sent.");
    // As a worker leaves it that dies between the mail server's answer and its own commit.
    await sql`update denial_mails set status = 'due', sent_at = null where mail_id = ${mailed.mailId}`;
    await sendDenialMail(mailed, later(3_600_000));
    expect(mail.messageIds()).toHaveLength(2);
    expect(new Set(mail.messageIds()).size).toBe(1);
  });

  it("is given up when the mail server will never take it, or when nobody is there to get it", async () => {
    await answerOwnSignIn(ada, address, "notMe");
    mail.refusals.push(...Array.from({ length: 3 }, (): [number, string] => [550, "5.1.1 nobody here"]));
    expect(await sendDenialMail(await onlyMail())).toBe("The mail server refused the mail.");
    expect((await rows())[0]).toMatchObject({ status: "failed", failure: expect.stringContaining("nobody here") });
    mail.refusals.splice(0);

    await answerOwnSignIn(ada, address, "me");
    await answerOwnSignIn(ada, address, "notMe");
    await sql`delete from user_roles where tenant_id = ${tenant.tenantId}`;
    const mailId = (await rows())[1]?.mail_id;
    await sendDenialMail({ tenantId: tenant.tenantId, mailId });
    expect((await rows())[1]).toMatchObject({ status: "failed" });
    expect(mail.mails).toEqual([]);
  });

  it("tells nothing of the log where the license keeps it from its readers", async () => {
    await organisation("free");
    await answerOwnSignIn(ada, address, "notMe");
    await sendDenialMail(await onlyMail());
    expect(mail.mails[0]?.text).toContain("said on");
    expect(mail.mails[0]?.text).not.toMatch(/Application:|Address:|Where:|Result:/);
  });

  it("is a mail of its own tenant: another's id finds nothing", async () => {
    await answerOwnSignIn(ada, address, "notMe");
    const { mailId } = await onlyMail();
    const other = await createTestTenant(database.ownerUrl);
    expect(await sendDenialMail({ tenantId: other.tenantId, mailId })).toBe("There was nothing to do.");
    expect(mail.mails).toEqual([]);
  });
});

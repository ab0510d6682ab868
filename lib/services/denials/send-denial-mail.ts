/**
 * Sends a mail about a denied sign-in. Its row says that it is due from the transaction of the answer on, until the mail
 * server has taken it: a mail is never lost, and repeated only when the worker dies between the two, then under the same
 * Message-ID.
 */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { claimDenialMail, type DenialMailRow, updateDenialMail } from "@/db/queries/denial-mails";
import { readTenant } from "@/db/queries/find-tenant";
import { readSignIn } from "@/db/queries/sign-ins/page";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { type Mail, MailRefusedError, sendMail } from "@/lib/mail/send-mail";
import { type License, licenseHasFeature } from "@/lib/model/licenses";
import { keptRange } from "../sign-ins/find-stored";
import { presentSignIn } from "../sign-ins/present-sign-in";
import { administratorsToTell } from "../users/administrators-to-tell";
import { denialMail } from "./denial-mail";

/** An attempt that takes longer has died. */
const ATTEMPT_MS = 5 * 60_000;
const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 15 * 60_000;
const LONGEST_REASON = 300;

/** @returns a sentence on what was done. Running it twice, or at once, sends one mail. */
export async function sendDenialMail(
  { tenantId, mailId }: { tenantId: string; mailId: string },
  { now = () => new Date() }: { now?: () => Date } = {},
): Promise<string> {
  const until = new Date(now().getTime() + ATTEMPT_MS);
  const claimed = await inTenant(appDatabase().db, { tenantId }, async (tenant) => {
    const row = await claimDenialMail(tenant, mailId, { now: now(), until });
    return row && { row, mail: await mailOf(tenant, row, now()) };
  });
  if (!claimed) return "There was nothing to do.";
  const { row, mail } = claimed;
  const change = (changes: Parameters<typeof updateDenialMail>[2]) =>
    inTenant(appDatabase().db, { tenantId }, (tenant) => updateDenialMail(tenant, mailId, changes));
  if (!mail) {
    await change({ status: "failed", failure: "Nobody in the organisation is there to be told." });
    return "There is nobody to be told.";
  }
  try {
    await sendMail(mail);
  } catch (error) {
    const failure = (error as Error).message.slice(0, LONGEST_REASON);
    log.warn({ err: error, mailId, attempts: row.attempts }, "A mail about a denied sign-in could not be sent");
    if (error instanceof MailRefusedError) {
      await change({ status: "failed", failure });
      return "The mail server refused the mail.";
    }
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(row.attempts - 1, 10));
    await change({ failure, dueAt: new Date(now().getTime() + delay) });
    return "The mail will be tried again.";
  }
  await change({ status: "sent", sentAt: now(), failure: null });
  return "The mail has been sent.";
}

/** Undefined when nobody is there to get it. */
async function mailOf(tenant: TenantTransaction, row: DenialMailRow, now: Date): Promise<Mail | undefined> {
  const organisation = await readTenant(tenant);
  const to = await administratorsToTell(tenant);
  if (!organisation || to.length === 0) return undefined;
  const { license, name: tenantName, slug: tenantSlug } = organisation;
  const signIn = await signInOf(tenant, row, license, now);
  return denialMail(row, { scope: { tenantName, tenantSlug }, to, signIn, appUrl: env().APP_URL });
}

/** What a mail tells of the log is for those alone whose license opens it. */
async function signInOf(tenant: TenantTransaction, row: DenialMailRow, license: License, now: Date) {
  if (!licenseHasFeature(license, "signInLogs")) return undefined;
  const { category, createdAt, signInId: id } = row;
  const stored = await readSignIn(tenant, { category, createdAt, id, range: keptRange({ license }, now) });
  return stored && presentSignIn(stored);
}

/**
 * The mails about links. That one is due stands in the link's row from the transaction that made it; whoever sends it
 * takes it for a while first. A mail is never lost, and repeated only when the worker dies between the mail server's
 * acceptance and our commit, then with the same link and Message-ID.
 */
import { inTenant, outsideTenants } from "@/db/client";
import { appDatabase, ownerDatabase } from "@/db/connections";
import { readTenant } from "@/db/queries/find-tenant";
import { claimDueLinks, type PasswordLinkRow, tenantsWithDueLinks, updateLinkMail } from "@/db/queries/password-links";
import { findUser } from "@/db/queries/users";
import { sendPasswordLinksJob } from "@/jobs/contracts/look-after-accounts";
import { enqueue } from "@/jobs/enqueue";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { MailRefusedError, sendMail } from "@/lib/mail/send-mail";
import { linkMail } from "./link-mail";

/** Longer than a mail server lets us wait. */
const CLAIM_MS = 2 * 60_000;
const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 15 * 60_000;
const LONGEST_REASON = 300;
const AT_ONCE = 20;

/** Tells the workers. When the queue is away nothing is lost: the sweeper finds the rows. */
export async function sendLinksSoon(tenantId: string): Promise<void> {
  try {
    await enqueue(sendPasswordLinksJob, { tenantId });
  } catch (error) {
    log.warn({ err: error, tenantId }, "Mails could not be put into the queue: they will be found later");
  }
}

/** Sends what is due in one tenant; a sentence on what was done. Running it twice at once sends nothing twice. */
export async function sendDueLinks(tenantId: string, now = new Date()): Promise<string> {
  const { db } = appDatabase();
  let sent = 0;
  let failed = 0;
  for (;;) {
    const until = new Date(now.getTime() + CLAIM_MS);
    const links = await inTenant(db, { tenantId }, (tenant) => claimDueLinks(tenant, { now, until, limit: AT_ONCE }));
    for (const link of links) (await sendLink(link, now)) ? sent++ : failed++;
    if (links.length < AT_ONCE) return `Sent ${sent} mails with links; ${failed} could not be sent.`;
  }
}

async function sendLink(link: PasswordLinkRow, now: Date): Promise<boolean> {
  const { db } = appDatabase();
  const { linkId, mailAttempts } = link;
  try {
    const [tenant, user] = await inTenant(db, link, async (inside) => [
      await readTenant(inside),
      await findUser(inside, link.userId),
    ]);
    // Nobody needs a mail that cannot be used.
    const isWanted = tenant && user && !user.disabledAt && link.expiresAt > now;
    if (isWanted) await sendMail(linkMail(link, { user, tenantName: tenant.name }, env().APP_URL));
    const mailedAt = isWanted ? now : null;
    await inTenant(db, link, (inside) => updateLinkMail(inside, linkId, { mailDueAt: null, mailedAt }));
    return true;
  } catch (error) {
    log.warn({ err: error, linkId, mailAttempts }, "A mail with a link could not be sent");
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (mailAttempts - 1));
    const mailDueAt = error instanceof MailRefusedError ? null : new Date(now.getTime() + delay);
    const mailFailure = (error as Error).message.slice(0, LONGEST_REASON);
    await inTenant(db, link, (inside) => updateLinkMail(inside, linkId, { mailDueAt, mailFailure }));
    return false;
  }
}

/** Sends what nobody has sent in any tenant; a sentence on what was found. */
export async function sweepLinks({ now }: { now: Date }): Promise<string> {
  const tenants = await outsideTenants(() => tenantsWithDueLinks(ownerDatabase().db, now));
  for (const tenantId of tenants) await sendDueLinks(tenantId, now);
  return `Mails with links were due in ${tenants.length} tenants.`;
}

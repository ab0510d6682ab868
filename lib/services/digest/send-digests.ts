/**
 * Sends the weekly digests that are due. The row of reader and week is there before the mail is sent and is done after
 * it: there is one mail a week, repeated only when the worker dies between the two, then under the same Message-ID.
 */
import { inTenant, outsideTenants } from "@/db/client";
import { appDatabase, ownerDatabase } from "@/db/connections";
import { allSubscriptions, finishDigest, type Subscription, takeDigest } from "@/db/queries/digest";
import { requesterScope } from "@/lib/access/requester-scope";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { MailRefusedError, sendMail } from "@/lib/mail/send-mail";
import { dueDigest } from "@/lib/model/digest";
import { ForbiddenError, LicenseRequiredError, NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { getOverview } from "../overview/get-overview";
import { digestMail } from "./digest-mail";

const HELD_MS = 10 * 60_000;
const FIRST_DELAY_MS = 5 * 60_000;
const LONGEST_DELAY_MS = 2 * 3_600_000;

/** @returns a sentence on what was sent. Needs the owner's connection, to see every tenant's subscriptions. */
export async function sendDigests({ now }: { now: Date }): Promise<string> {
  const subscriptions = await outsideTenants(() => allSubscriptions(ownerDatabase().db));
  const outcomes: string[] = [];
  for (const subscription of subscriptions) {
    const due = dueDigest(now, subscription.zone);
    if (!due || subscription.subscribedAt > due.since) continue;
    const outcome = await sendOne(subscription, due.week, now);
    if (outcome) outcomes.push(outcome);
  }
  const sent = outcomes.filter((outcome) => outcome === SENT).length;
  return `Sent ${sent} of ${outcomes.length} digests.`;
}

const SENT = "sent";

async function sendOne(
  { tenantId, userId, zone }: Subscription & { tenantId: string },
  week: string,
  now: Date,
): Promise<string | undefined> {
  const key = { userId, week };
  const attempts = await inTenant(appDatabase().db, { tenantId }, (tenant) =>
    takeDigest(tenant, key, { now, heldUntil: new Date(now.getTime() + HELD_MS) }),
  );
  if (attempts === undefined) return undefined;
  const { outcome, retryAt } = await attempt({ tenantId, userId, zone, week }, attempts, now);
  await inTenant(appDatabase().db, { tenantId }, (tenant) => finishDigest(tenant, key, { outcome, retryAt }));
  return outcome;
}

interface Digest {
  tenantId: string;
  userId: string;
  zone: string;
  week: string;
}

async function attempt(
  digest: Digest,
  attempts: number,
  now: Date,
): Promise<{ outcome: string; retryAt: Date | null }> {
  try {
    await mail(digest, now);
    return { outcome: SENT, retryAt: null };
  } catch (error) {
    // Who may not read the overview any more gets no digest, and the choice stands for when they may again.
    const isOver =
      error instanceof ForbiddenError ||
      error instanceof LicenseRequiredError ||
      error instanceof NotFoundError ||
      error instanceof MailRefusedError;
    if (isOver) return { outcome: (error as Error).message.slice(0, 300), retryAt: null };
    log.warn({ err: error, tenantId: digest.tenantId, attempts }, "a weekly digest could not be sent");
    const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** attempts);
    return { outcome: (error as Error).message.slice(0, 300), retryAt: new Date(now.getTime() + delay) };
  }
}

async function mail({ tenantId, userId, zone, week }: Digest, now: Date): Promise<void> {
  const scope = await requesterScope(tenantId, userId);
  const overview = await getOverview(scope, "7d", { zone, now });
  const to = { userId, ...recipientOf(scope) };
  await sendMail(digestMail({ scope, to, week, zone, overview, appUrl: env().APP_URL, date: now }));
}

function recipientOf({ actor }: TenantScope): { name: string; address: string } {
  if (actor.kind !== "user") throw new NotFoundError("The digest has no reader.");
  return { name: actor.name, address: actor.upn };
}

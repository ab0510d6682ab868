import { outsideTenants } from "@/db/client";
import { ownerDatabase } from "@/db/connections";
import { selectDueDenialMails } from "@/db/queries/denial-mails";
import { enqueueDenialMail } from "./enqueue-denial-mail";

/** A row enters the queue at once; one that is still due this long after was lost on the way. */
const LOST_AFTER_MS = 30_000;
const AT_ONCE = 500;

/** Enqueues mails that are due and that nobody sends. @returns a sentence on what was found. */
export async function sweepDenialMails({ now }: { now: Date }): Promise<string> {
  const before = new Date(now.getTime() - LOST_AFTER_MS);
  const due = await outsideTenants(() => selectDueDenialMails(ownerDatabase().db, before, AT_ONCE));
  for (const { tenantId, mailId } of due) await enqueueDenialMail(tenantId, mailId);
  return `Put ${due.length} mails about denied sign-ins into the queue.`;
}

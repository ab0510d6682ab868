import { mailDenialJob } from "@/jobs/contracts/mail-denials";
import { enqueue } from "@/jobs/enqueue";
import { log } from "@/lib/log";

/** Tells the workers of a mail. When the queue is away nothing is lost: the sweeper finds the row. */
export async function enqueueDenialMail(tenantId: string, mailId: string): Promise<void> {
  try {
    await enqueue(mailDenialJob, { tenantId, mailId });
  } catch (error) {
    log.warn({ err: error, mailId }, "A mail about a denied sign-in could not be put into the queue: it will be found");
  }
}

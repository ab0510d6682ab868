import { z } from "zod";
import { type JobContract, RETRIED, scheduledJob } from "./contract";

export interface MailDenialPayload {
  tenantId: string;
  mailId: string;
}

/**
 * Tells administrators of a sign-in that its person does not recognise. Running it twice, or at once, sends one mail.
 * Trying again after a failure is the row's business (`due_at`), not the queue's.
 */
export const mailDenialJob: JobContract<MailDenialPayload> = {
  name: "mail-denial",
  payload: z.strictObject({ tenantId: z.uuid(), mailId: z.uuid() }),
  options: { ...RETRIED, attempts: 1 },
};

/** Finds such mails whose place in the queue, or whose worker, was lost. Running it twice changes nothing. */
export const sweepDenialMailsJob = scheduledJob("sweep-denial-mails");

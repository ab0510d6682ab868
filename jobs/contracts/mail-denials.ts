import { z } from "zod";
import type { JobContract } from "./contract";

export interface MailDenialPayload {
  tenantId: string;
  mailId: string;
}

export interface SweepDenialMailsPayload {
  reason: "schedule";
}

const kept = { removeOnComplete: { count: 50 }, removeOnFail: { count: 50 } };
const backoff = { type: "exponential" as const, delay: 10_000 };

/**
 * Tells administrators of a sign-in that its person does not recognise. Running it twice, or at once, sends one mail.
 * Trying again after a failure is the row's business (`due_at`), not the queue's.
 */
export const mailDenialJob: JobContract<MailDenialPayload> = {
  name: "mail-denial",
  payload: z.strictObject({ tenantId: z.uuid(), mailId: z.uuid() }),
  options: { attempts: 1, backoff, ...kept },
};

/** Finds such mails whose place in the queue, or whose worker, was lost. Running it twice changes nothing. */
export const sweepDenialMailsJob: JobContract<SweepDenialMailsPayload> = {
  name: "sweep-denial-mails",
  payload: z.strictObject({ reason: z.literal("schedule") }),
  options: { attempts: 3, backoff, ...kept },
};

import { z } from "zod";
import { type JobContract, RETRIED, scheduledJob } from "./contract";

export interface SendPasswordLinksPayload {
  tenantId: string;
}

/** Brings sign-ins to Signbook into the log that a process left behind. Running it twice changes nothing. */
export const sweepAttemptsJob = scheduledJob("sweep-sign-ins");

/** Sends mails with links whose place in the queue, or whose worker, was lost. Running it twice sends nothing twice. */
export const sweepPasswordLinksJob = scheduledJob("sweep-password-links");

/** Sends the mails with links that are due in a tenant: also when none is, so that asking for one tells nothing. */
export const sendPasswordLinksJob: JobContract<SendPasswordLinksPayload> = {
  name: "send-password-links",
  payload: z.strictObject({ tenantId: z.uuid() }),
  options: RETRIED,
};

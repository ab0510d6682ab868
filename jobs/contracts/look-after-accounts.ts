import { z } from "zod";
import type { JobContract } from "./contract";

export interface AccountUpkeepPayload {
  reason: "schedule";
}

export interface SendPasswordLinksPayload {
  tenantId: string;
}

const payload = z.strictObject({ reason: z.literal("schedule") });
const options = {
  attempts: 3,
  backoff: { type: "exponential" as const, delay: 10_000 },
  removeOnComplete: { count: 50 },
  removeOnFail: { count: 50 },
};

/** Brings sign-ins to Signbook into the log that a process left behind. Running it twice changes nothing. */
export const sweepAttemptsJob: JobContract<AccountUpkeepPayload> = { name: "sweep-sign-ins", payload, options };

/** Sends mails with links whose place in the queue, or whose worker, was lost. Running it twice sends nothing twice. */
export const sweepPasswordLinksJob: JobContract<AccountUpkeepPayload> = {
  ...{ name: "sweep-password-links", payload, options },
};

/** Sends the mails with links that are due in a tenant: also when none is, so that asking for one tells nothing. */
export const sendPasswordLinksJob: JobContract<SendPasswordLinksPayload> = {
  name: "send-password-links",
  payload: z.strictObject({ tenantId: z.uuid() }),
  options,
};

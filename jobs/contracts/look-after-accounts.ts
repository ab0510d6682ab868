import { z } from "zod";
import type { JobContract } from "./contract";

export interface AccountUpkeepPayload {
  reason: "schedule";
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

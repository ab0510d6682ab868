import { z } from "zod";
import type { JobContract } from "./contract";

export interface SweepGrantsPayload {
  reason: "schedule";
}

/** Brings sign-ins of API clients into the log that a process left behind. Running it twice changes nothing. */
export const sweepGrantsJob: JobContract<SweepGrantsPayload> = {
  name: "sweep-grants",
  payload: z.strictObject({ reason: z.literal("schedule") }),
  options: {
    attempts: 3,
    backoff: { type: "exponential", delay: 10_000 },
    removeOnComplete: { count: 50 },
    removeOnFail: { count: 50 },
  },
};

import { z } from "zod";
import { type JobContract, RETRIED } from "./contract";

export interface ApplyRetentionPayload {
  /** Why it runs: by the clock, because a worker started, or because somebody asked. */
  reason: "schedule" | "start" | "request";
}

/** Removes what has outlived its retention. Of two at once, one does nothing. */
export const applyRetentionJob: JobContract<ApplyRetentionPayload> = {
  name: "apply-retention",
  payload: z.strictObject({ reason: z.enum(["schedule", "start", "request"]) }),
  options: { ...RETRIED, attempts: 4, backoff: { type: "exponential", delay: 30_000 } },
};

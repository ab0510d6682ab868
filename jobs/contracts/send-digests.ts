import { z } from "zod";
import type { JobContract } from "./contract";

export interface SendDigestsPayload {
  reason: "schedule";
}

/** Mails the weekly digest to whoever's Monday morning it is. Running it twice, or at once, sends one mail. */
export const sendDigestsJob: JobContract<SendDigestsPayload> = {
  name: "send-digests",
  payload: z.strictObject({ reason: z.literal("schedule") }),
  options: {
    attempts: 3,
    backoff: { type: "exponential", delay: 10_000 },
    removeOnComplete: { count: 50 },
    removeOnFail: { count: 50 },
  },
};

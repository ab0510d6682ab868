import { z } from "zod";
import type { JobContract } from "./contract";

export interface FoldPairsPayload {
  reason: "schedule";
}

/** Keeps who occurs with what. Running it twice, or at once, changes nothing. */
export const foldPairsJob: JobContract<FoldPairsPayload> = {
  name: "fold-pairs",
  payload: z.strictObject({ reason: z.literal("schedule") }),
  options: {
    attempts: 3,
    backoff: { type: "exponential", delay: 10_000 },
    removeOnComplete: { count: 50 },
    removeOnFail: { count: 50 },
  },
};

import { z } from "zod";
import type { JobContract } from "./contract";

export interface WatchSourcesPayload {
  reason: "schedule";
}

/** Looks which sources are silent, and tells administrators. Running it twice, or at once, sends one mail a silence. */
export const watchSourcesJob: JobContract<WatchSourcesPayload> = {
  name: "watch-sources",
  payload: z.strictObject({ reason: z.literal("schedule") }),
  options: {
    attempts: 3,
    backoff: { type: "exponential", delay: 10_000 },
    removeOnComplete: { count: 50 },
    removeOnFail: { count: 50 },
  },
};

import { z } from "zod";
import type { JobContract } from "./contract";

export interface ExportUpkeepPayload {
  reason: "schedule" | "request";
}

const payload = z.strictObject({ reason: z.enum(["schedule", "request"]) });
const options = {
  attempts: 3,
  backoff: { type: "exponential" as const, delay: 10_000 },
  removeOnComplete: { count: 50 },
  removeOnFail: { count: 50 },
};

/** Finds exports whose place in the queue, or whose worker, was lost. Running it twice changes nothing. */
export const sweepExportsJob: JobContract<ExportUpkeepPayload> = { name: "sweep-exports", payload, options };

/** Removes bundles whose time is over, and files that belong to no export. Running it twice changes nothing. */
export const expireExportsJob: JobContract<ExportUpkeepPayload> = { name: "expire-exports", payload, options };

import { z } from "zod";
import { type JobContract, RETRIED } from "./contract";

export interface ExportUpkeepPayload {
  reason: "schedule" | "request";
}

const payload = z.strictObject({ reason: z.enum(["schedule", "request"]) });

/** Finds exports whose place in the queue, or whose worker, was lost. Running it twice changes nothing. */
export const sweepExportsJob: JobContract<ExportUpkeepPayload> = { name: "sweep-exports", payload, options: RETRIED };

/** Removes bundles whose time is over, and files that belong to no export. Running it twice changes nothing. */
export const expireExportsJob: JobContract<ExportUpkeepPayload> = { name: "expire-exports", payload, options: RETRIED };

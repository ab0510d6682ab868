import { expireExports } from "@/lib/services/exports/expire-exports";
import { sweepExports } from "@/lib/services/exports/sweep-exports";
import { recordRun } from "@/lib/services/jobs/record-run";
import { type ExportUpkeepPayload, expireExportsJob } from "../contracts/look-after-exports";
import type { JobHandler } from "./handler";

/** Runs every minute and as a rule finds nothing: not recorded, or other runs would be hard to find between its own. */
export const handleSweepExports: JobHandler<ExportUpkeepPayload> = () => sweepExports({ now: new Date() });

export const handleExpireExports: JobHandler<ExportUpkeepPayload> = () =>
  recordRun(expireExportsJob.name, () => expireExports({ now: new Date() }));

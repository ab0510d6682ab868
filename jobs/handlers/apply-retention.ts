import { runRetention } from "@/lib/services/retention/run-retention";
import type { ApplyRetentionPayload } from "../contracts/apply-retention";
import type { JobHandler } from "./handler";

/** Applies retention. Stops early when told to; the next run goes on. What could not be removed is tried again. */
export const handleApplyRetention: JobHandler<ApplyRetentionPayload> = async (_payload, { signal }) => {
  const { summary, report } = await runRetention({ signal });
  if (report && report.failed.length > 0) throw new Error(summary);
  return summary;
};

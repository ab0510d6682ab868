import { recordRun } from "@/lib/services/jobs/record-run";
import { maintainPartitions } from "@/lib/services/partitions/maintain-partitions";
import { type MaintainPartitionsPayload, maintainPartitionsJob } from "../contracts/maintain-partitions";
import type { JobHandler } from "./handler";

/** Maintains the partitions and records the run. Stops early when told to; the next run goes on. */
export const handleMaintainPartitions: JobHandler<MaintainPartitionsPayload> = (_payload, { signal }) =>
  recordRun(maintainPartitionsJob.name, () => maintainPartitions({ now: new Date(), signal }));

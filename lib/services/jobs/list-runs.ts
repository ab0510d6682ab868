import { outsideTenants } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type JobRun, selectRuns } from "@/db/queries/job-runs";

/** The latest runs of recurring jobs, newest first; of one job or of all. For operators: no tenant's data is in them. */
export async function listRuns({ job, limit = 50 }: { job?: string; limit?: number } = {}): Promise<JobRun[]> {
  return outsideTenants(() => selectRuns(appDatabase().db, { job, limit }));
}

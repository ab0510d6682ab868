import { buildExportJob } from "@/jobs/contracts/build-export";
import { enqueue } from "@/jobs/enqueue";
import { log } from "@/lib/log";

/** Tells the workers of an export. When the queue is away nothing is lost: the sweeper finds the row. */
export async function enqueueBuild(tenantId: string, exportId: string): Promise<void> {
  try {
    await enqueue(buildExportJob, { tenantId, exportId });
  } catch (error) {
    log.warn({ err: error, exportId }, "An export could not be put into the queue: it will be found there later");
  }
}

import { z } from "zod";
import { type JobContract, RETRIED } from "./contract";

export interface BuildExportPayload {
  tenantId: string;
  exportId: string;
}

/**
 * Builds the bundle of an export and sends the mail about it, from wherever its row says it is. Running it twice, or at
 * once, gives one bundle. Trying again after a failure is the row's business (`retry_at`), not the queue's.
 */
export const buildExportJob: JobContract<BuildExportPayload> = {
  name: "build-export",
  payload: z.strictObject({ tenantId: z.uuid(), exportId: z.uuid() }),
  options: { ...RETRIED, attempts: 1 },
};

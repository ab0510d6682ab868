import { z } from "zod";
import { type JobContract, RETRIED } from "./contract";

export interface MaintainPartitionsPayload {
  /** Why it runs: by the clock, because a worker started, or because somebody asked. */
  reason: "schedule" | "start" | "request";
}

/** Makes partitions ahead and seals days that are over. Running it twice, or at once, changes nothing. */
export const maintainPartitionsJob: JobContract<MaintainPartitionsPayload> = {
  name: "maintain-partitions",
  payload: z.strictObject({ reason: z.enum(["schedule", "start", "request"]) }),
  options: RETRIED,
};

/** What a job is: its name, which is also its queue's, what it carries, and how it is retried. No work in here. */
import { z } from "zod";

export interface JobContract<Payload> {
  /** Also the name of its queue and of its schedule. Never contains a colon. */
  readonly name: string;
  /** Checked when sending and again when running: old jobs outlive new code. */
  readonly payload: z.ZodType<Payload>;
  readonly options: {
    attempts: number;
    backoff: { type: "exponential"; delay: number };
    removeOnComplete: { count: number };
    removeOnFail: { count: number };
  };
}

/** How a job is retried that may run twice. */
export const RETRIED: JobContract<never>["options"] = {
  attempts: 3,
  backoff: { type: "exponential", delay: 10_000 },
  removeOnComplete: { count: 50 },
  removeOnFail: { count: 50 },
};

export interface ScheduledPayload {
  reason: "schedule";
}

/** A job that the schedule alone asks for. */
export function scheduledJob(name: string): JobContract<ScheduledPayload> {
  return { name, payload: z.strictObject({ reason: z.literal("schedule") }), options: RETRIED };
}

/** What a job is: its name, which is also its queue's, what it carries, and how it is retried. No work in here. */
import type { z } from "zod";

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

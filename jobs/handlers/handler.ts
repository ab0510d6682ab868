/** What runs a job: gets the parsed payload, and a signal that says the process is about to end. */
export type JobHandler<Payload> = (payload: Payload, context: { signal: AbortSignal }) => Promise<unknown>;

import { scheduledJob } from "./contract";

/** Brings sign-ins of API clients into the log that a process left behind. Running it twice changes nothing. */
export const sweepGrantsJob = scheduledJob("sweep-grants");

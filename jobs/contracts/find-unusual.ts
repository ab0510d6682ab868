import { scheduledJob } from "./contract";

/** Keeps which users' sign-ins are unusual. Running it twice, or at once, changes nothing. */
export const findUnusualJob = scheduledJob("find-unusual");

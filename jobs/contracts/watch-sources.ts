import { scheduledJob } from "./contract";

/** Looks which sources are silent, and tells administrators. Running it twice, or at once, sends one mail a silence. */
export const watchSourcesJob = scheduledJob("watch-sources");

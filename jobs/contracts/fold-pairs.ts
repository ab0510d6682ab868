import { scheduledJob } from "./contract";

/** Keeps who occurs with what. Running it twice, or at once, changes nothing. */
export const foldPairsJob = scheduledJob("fold-pairs");

import { scheduledJob } from "./contract";

/** Mails the weekly digest to whoever's Monday morning it is. Running it twice, or at once, sends one mail. */
export const sendDigestsJob = scheduledJob("send-digests");

import { sendDigests } from "@/lib/services/digest/send-digests";
import type { ScheduledPayload } from "../contracts/contract";
import type { JobHandler } from "./handler";

/** Runs every few minutes and as a rule finds nothing: not recorded, or other runs would be hard to find between its own. */
export const handleSendDigests: JobHandler<ScheduledPayload> = () => sendDigests({ now: new Date() });

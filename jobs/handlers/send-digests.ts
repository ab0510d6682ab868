import { sendDigests } from "@/lib/services/digest/send-digests";
import type { SendDigestsPayload } from "../contracts/send-digests";
import type { JobHandler } from "./handler";

/** Runs every few minutes and as a rule finds nothing: not recorded, or other runs would be hard to find between its own. */
export const handleSendDigests: JobHandler<SendDigestsPayload> = () => sendDigests({ now: new Date() });

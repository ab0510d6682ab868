import { sweepGrants } from "@/lib/services/tokens/record-grants";
import type { ScheduledPayload } from "../contracts/contract";
import type { JobHandler } from "./handler";

/** Runs every minute and as a rule finds nothing: not recorded, or other runs would be hard to find between its own. */
export const handleSweepGrants: JobHandler<ScheduledPayload> = () => sweepGrants({ now: new Date() });

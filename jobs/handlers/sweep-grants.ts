import { sweepGrants } from "@/lib/services/tokens/record-grants";
import type { SweepGrantsPayload } from "../contracts/sweep-grants";
import type { JobHandler } from "./handler";

/** Runs every minute and as a rule finds nothing: not recorded, or other runs would be hard to find between its own. */
export const handleSweepGrants: JobHandler<SweepGrantsPayload> = () => sweepGrants({ now: new Date() });

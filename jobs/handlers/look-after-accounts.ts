import { sweepAttempts } from "@/lib/services/authentication/record-attempts";
import type { AccountUpkeepPayload } from "../contracts/look-after-accounts";
import type { JobHandler } from "./handler";

/** Runs every minute and as a rule finds nothing: not recorded, or other runs would be hard to find between its own. */
export const handleSweepAttempts: JobHandler<AccountUpkeepPayload> = () => sweepAttempts({ now: new Date() });

import { foldPairs } from "@/lib/services/pairs/fold-pairs";
import type { ScheduledPayload } from "../contracts/contract";
import type { JobHandler } from "./handler";

/** Runs twice a minute: not recorded, or other runs would be hard to find between its own. Stops early when told to. */
export const handleFoldPairs: JobHandler<ScheduledPayload> = (_payload, { signal }) => foldPairs({ signal });

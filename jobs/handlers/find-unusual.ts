import { judgeSignIns } from "@/lib/services/unusual/judge-sign-ins";
import type { ScheduledPayload } from "../contracts/contract";
import type { JobHandler } from "./handler";

/** Runs twice a minute: not recorded, or other runs would be hard to find between its own. Stops early when told to. */
export const handleFindUnusual: JobHandler<ScheduledPayload> = (_payload, { signal }) => judgeSignIns({ signal });

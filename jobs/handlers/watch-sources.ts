import { watchSources } from "@/lib/services/sources/watch-sources";
import type { WatchSourcesPayload } from "../contracts/watch-sources";
import type { JobHandler } from "./handler";

/** Runs every few minutes and as a rule finds nothing: not recorded, or other runs would be hard to find between its own. */
export const handleWatchSources: JobHandler<WatchSourcesPayload> = () => watchSources({ now: new Date() });

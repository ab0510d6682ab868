import type { Interval } from "@/lib/model/intervals";
import { FUTURE_TOLERANCE_MS, retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";

/** Everything that the license keeps, with what a sender's fast clock puts ahead of us. */
export function readableNow(scope: TenantScope, now: Date): Interval {
  // The last instant that is stored is part of it, and the range's end is not.
  return { from: retentionCutoff(scope.license, now), to: new Date(now.getTime() + FUTURE_TOLERANCE_MS + 1000) };
}

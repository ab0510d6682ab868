import type { Interval } from "@/lib/model/intervals";
import { retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";

/** The part of an asked range that the license keeps. A range wholly before it becomes an empty one at the cutoff. */
export function readableRange(scope: TenantScope, { from, to }: Interval, now: Date): Interval {
  const cutoff = retentionCutoff(scope.license, now);
  if (from >= cutoff) return { from, to };
  return { from: cutoff, to: to > cutoff ? to : cutoff };
}

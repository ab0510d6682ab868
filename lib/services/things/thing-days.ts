/** The UTC days that the page of a thing looks at. */

import { possibleDays } from "@/lib/model/pairs";
import { DAY_MS, retentionCutoff, startOfUtcDay } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { ThingDays } from "@/lib/model/thing-view";

const WEEK_MS = 7 * DAY_MS;

/** @param oldestDay the first day (`2025-11-24`) on which the tenant has a sign-in, of those kept. */
export function thingDays(scope: Pick<TenantScope, "license">, now: Date, oldestDay: string | null): ThingDays {
  const kept = possibleDays(retentionCutoff(scope.license, now), now);
  const today = startOfUtcDay(now).getTime();
  // What a sender whose clock runs ahead reports of tomorrow belongs to this week.
  const week = { from: new Date(today - WEEK_MS + DAY_MS), to: kept.to };
  const before = { from: new Date(week.from.getTime() - WEEK_MS), to: week.from };
  const isKnownBefore = (at: Date) => oldestDay !== null && oldestDay < at.toISOString().slice(0, 10);
  return {
    ...{ kept, week, before, keptDays: (today - kept.from.getTime()) / DAY_MS },
    hasHistory: isKnownBefore(week.from),
    hasWeekBefore: isKnownBefore(new Date(before.from.getTime() + DAY_MS)),
  };
}

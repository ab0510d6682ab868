import type { TenantTransaction } from "@/db/client";
import { clearPairs, FIRST_PAIR, type PairKey } from "@/db/queries/pairs/clear";
import { lockProgress, setProgress } from "@/db/queries/pairs/progress";
import { forgetTotals } from "@/db/queries/pairs/totals";
import { dayBits } from "@/lib/model/day-bits";
import { possibleDays } from "@/lib/model/pairs";
import type { RetentionRun } from "./retention-run";

/**
 * Takes the days before an instant off the tenant's pairs, once a day. No page looks at them any more: it must only be done
 * before their bits stand for other days, two months later.
 * @param eventsGone no sign-in of the tenant before this is stored any more.
 * @returns one piece of it, to be repeated until it says that it was the last.
 */
export function clearOldPairs(eventsGone: Date, { now, rowsPerTransaction }: RetentionRun) {
  const before = eventsGone.toISOString().slice(0, 10);
  const kept = dayBits(possibleDays(eventsGone, now));
  let place: PairKey | null = FIRST_PAIR;
  return async (tenant: TenantTransaction): Promise<boolean> => {
    const progress = await lockProgress(tenant);
    // While the worker folds: at the next run.
    if (!progress || place === null) return true;
    if (progress.clearedBefore !== null && progress.clearedBefore >= before) return true;
    await forgetTotals(tenant);
    const next: PairKey | null = await clearPairs(tenant, place, kept, rowsPerTransaction);
    if (next === null) await setProgress(tenant, { clearedBefore: before, lookedThrough: null });
    place = next;
    return next === null;
  };
}

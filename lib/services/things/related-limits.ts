/** How much of what a thing occurs with is read and listed, and for which days. */
import type { RelatedDays } from "@/db/queries/pairs/read-related";
import { dayBits } from "@/lib/model/day-bits";
import type { ThingDays } from "@/lib/model/thing-view";
import type { ThingKind } from "@/lib/model/things";

export interface RelatedLimits {
  /** Of those that occur most. */
  most: number;
  /** Of those that succeeded. */
  succeeded: number;
  /** Of those that are new this week. */
  fresh: number;
}

export const FRESH_LISTED = 10;
/** Lists of what an address is about. */
const ADDRESS_LISTED: RelatedLimits = { most: 60, succeeded: 60, fresh: FRESH_LISTED };
/** Lists of what is looked at in passing. */
const FEW_LISTED: RelatedLimits = { most: 20, succeeded: 0, fresh: FRESH_LISTED };

export function relatedLimits(kind: ThingKind): RelatedLimits {
  return kind === "address" ? ADDRESS_LISTED : FEW_LISTED;
}

export function bitsOfDays({ kept, week, before }: Pick<ThingDays, "kept" | "week" | "before">): RelatedDays {
  return { kept: dayBits(kept), week: dayBits(week), before: dayBits(before) };
}

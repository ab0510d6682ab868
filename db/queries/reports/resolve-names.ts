/** Comparisons with names, ids and addresses: found through the dictionary and the daily roll-up, decided by the row. */
import { and, type SQL, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import { DAY_KINDS, type DayKind } from "@/lib/model/facets";
import type { FilterKey, FilterValue } from "@/lib/model/filters";
import { inAnyCase } from "@/lib/model/id-spellings";
import { intersectIntervals } from "@/lib/model/intervals";
import { MAX_COLUMN_LENGTH } from "@/lib/model/things";
import { daysHolding, isAnyOf } from "../sign-ins/presence";
import { asHeld, comparesText } from "./compare-texts";
import {
  type ConditionContext,
  NOTHING,
  type ResolvedCondition,
  viaFilter,
  type WantedText,
} from "./resolved-condition";

/**
 * A name: the dictionary leads to whoever bears it or ever bore it, the row tells whether it is the name of this record.
 * @param filter the pages' filter that searches such names.
 */
export async function nameCondition(
  tenant: TenantTransaction,
  context: ConditionContext,
  filter: FilterKey,
  column: AnyPgColumn,
  asked: WantedText,
): Promise<ResolvedCondition> {
  const wanted = asHeld(asked, MAX_COLUMN_LENGTH);
  const values: FilterValue[] = wanted.isPrefix
    ? // Ids, of which it may be the beginning, are looked up as they are written.
      inAnyCase(wanted.text).map((text) => ({ type: "startsWith", text }))
    : [{ type: "equals", text: wanted.text }];
  const searched = await viaFilter(tenant, context, filter, values);
  const exact = comparesText(column, wanted);
  return { ...searched, conditionIn: (stretch) => and(searched.conditionIn(stretch), exact) as SQL };
}

/** Equality with an id or an address. Ids are written in small letters as a rule, and asked for in any. */
export async function keyCondition(
  tenant: TenantTransaction,
  context: ConditionContext,
  column: "principalKey" | "applicationKey" | "resourceKey" | "ipText" | "correlationId",
  dayKind: DayKind | undefined,
  asked: WantedText,
): Promise<ResolvedCondition> {
  const { text } = asHeld(asked, MAX_COLUMN_LENGTH);
  // Of those keys a name is part, not an id.
  if (text === "" || text.startsWith("~")) return NOTHING;
  const keys = inAnyCase(text);
  const condition = isAnyOf(sql`${signIns[column]}`, keys);
  const intervals = dayKind ? await daysHolding(tenant, context, DAY_KINDS[dayKind], keys) : [context.range];
  return {
    conditionIn: () => condition,
    intervals: intersectIntervals([context.range], intervals),
    recordReads: 0,
  };
}

/**
 * Comparisons with what only the whole record holds. Its text is searched for the property and value as they would be
 * written, which is far cheaper than reading the JSON; only where that is found the JSON decides.
 */
import { type SQL, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { anySpelling, comparesText, lowered } from "./compare-texts";
import type { ConditionContext, ResolvedCondition, WantedText } from "./resolved-condition";

/** @param property its name, or its path: `agent/agentType`. */
export async function recordHolds(
  { tenantId }: TenantTransaction,
  { category, range }: ConditionContext,
  property: string,
  wanted: WantedText,
): Promise<ResolvedCondition> {
  return {
    conditionIn: ({ from, to }) => sql`exists (
      select from sign_in_details d
      where d.tenant_id = ${tenantId}::uuid and d.category = ${category}::smallint
        and d.created_at = sign_ins.created_at and d.id = sign_ins.id
        and d.created_at >= ${from.toISOString()}::timestamptz and d.created_at < ${to.toISOString()}::timestamptz
        and case when ${mentions(wanted)} then ${compared(property, wanted)} else false end)`,
    intervals: [range],
    recordReads: 1,
  };
}

/** True where the value stands in the text as JSON writes it; a prefix without the closing quote. */
function mentions({ text, isPrefix }: WantedText): SQL {
  return anySpelling(text, (spelling) => {
    const written = JSON.stringify(spelling);
    const needle = lowered(sql`${isPrefix ? written.slice(0, -1) : written}::text`);
    return sql`strpos(${lowered(sql`d.rest`)}, ${needle}) > 0`;
  });
}

/** A record whose own names would be mistaken for ours lies one level deeper (`lib/records/split-record.ts`). */
function compared(property: string, wanted: WantedText): SQL {
  const path = property.split("/");
  const at = (parts: string[]) => sql`d.rest::json #> ${textArray(parts)}::text[]`;
  const held = sql`coalesce(${at(path)}, ${at(["~whole", ...path])})`;
  return sql`case json_typeof(${held})
    when 'array' then exists (select from json_array_elements_text(${held}) as e (value) where ${comparesText(sql`e.value`, wanted)})
    when 'string' then ${comparesText(sql`(${held} #>> '{}')`, wanted)}
    else false end`;
}

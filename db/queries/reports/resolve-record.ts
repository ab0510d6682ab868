/**
 * Comparisons with what only the whole record holds. Its text is searched for the property and value as they would be
 * written, which is far cheaper than reading the JSON; only where that is found the JSON decides.
 */
import { type SQL, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
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
        and case when strpos(lower(d.rest), ${needle(wanted)}) > 0 then ${compared(property, wanted)} else false end)`,
    intervals: [range],
    readsRecords: true,
  };
}

/** The value as JSON writes it, in small letters; of a prefix without the closing quote. */
function needle({ text, isPrefix }: WantedText): string {
  const written = JSON.stringify(text.toLowerCase());
  return isPrefix ? written.slice(0, -1) : written;
}

/** A record whose own names would be mistaken for ours lies one level deeper (`lib/records/split-record.ts`). */
function compared(property: string, { text, isPrefix }: WantedText): SQL {
  const path = property.split("/");
  const at = (parts: string[]) => sql`d.rest::json #> ${textArray(parts)}::text[]`;
  const held = sql`coalesce(${at(path)}, ${at(["~whole", ...path])})`;
  const wanted = text.toLowerCase();
  const matches = (value: SQL) =>
    isPrefix ? sql`starts_with(lower(${value}), ${wanted})` : sql`lower(${value}) = ${wanted}`;
  return sql`case json_typeof(${held})
    when 'array' then exists (select from json_array_elements_text(${held}) as e (value) where ${matches(sql`e.value`)})
    when 'string' then ${matches(sql`(${held} #>> '{}')`)}
    else false end`;
}

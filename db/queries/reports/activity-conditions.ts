/** Conditions of the reports of audits and provisioning, as SQL. Comparisons of texts ignore letter case. */
import { and, eq, isNull, ne, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { auditEvents, provisioningEvents } from "@/db/schema";
import type { AuditField, ProvisioningField } from "@/lib/model/reports/activity-fields";
import type { ReportComparison, ReportCondition, ReportInstant } from "@/lib/model/reports/conditions";
import { auditConditions } from "../activities/audits";
import { anyTextMatches, textMatches } from "../activities/position";
import { asHeld, comparesText } from "./compare-texts";
import type { WantedText } from "./resolved-condition";

/** What a condition on audits means. */
export function auditCondition(condition: ReportCondition<AuditField>): SQL {
  return joined(condition, auditEvents.at, auditComparison);
}

/** What a condition on provisioning records of a tenant means. */
export function provisioningCondition(tenantId: string, condition: ReportCondition<ProvisioningField>): SQL {
  return joined(condition, provisioningEvents.at, (comparison) => provisioningComparison(tenantId, comparison));
}

type TextComparison<Field extends string> = ReportComparison<Field> & { value: string };

function joined<Field extends string>(
  condition: ReportCondition<Field>,
  at: AnyPgColumn,
  compare: (comparison: TextComparison<Field>) => SQL,
): SQL {
  if (condition.kind !== "is") {
    const parts = condition.of.map((each) => joined(each, at, compare));
    return condition.kind === "all" ? (and(...parts) ?? sql`true`) : (or(...parts) ?? sql`false`);
  }
  const { operator, value } = condition;
  if (typeof value === "object") return timeCompares(at, operator, value);
  // What cannot be stored is never found.
  if (typeof value === "number" || value.includes("\0") || !value.isWellFormed()) return sql`false`;
  return compare({ ...condition, value });
}

/** Beyond these nothing is stored; the database's own limits are not met then. */
const LATEST_MS = Date.UTC(9999, 0, 1);

function timeCompares(at: AnyPgColumn, operator: string, { ms, finer }: ReportInstant): SQL {
  const instant = sql`${new Date(Math.min(Math.max(ms, 0), LATEST_MS)).toISOString()}::timestamptz`;
  if (operator === "le") return sql`${at} <= ${instant}`;
  if (operator === "ge") return finer ? sql`${at} > ${instant}` : sql`${at} >= ${instant}`;
  return finer ? sql`false` : sql`${at} = ${instant}`;
}

/** As long as columns of activities are (`lib/records/activities/reading.ts`). */
const LONGEST_TEXT = 500;

/** A text that is asked for, as it is written and as columns and keys hold it. */
function readText({ operator, value }: TextComparison<string>) {
  const asked: WantedText = { text: value, isPrefix: operator === "startsWith" };
  const wanted = asHeld(asked, LONGEST_TEXT);
  const match = { text: wanted.text, how: wanted.isPrefix ? "startsWith" : "equals" } as const;
  return { asked, wanted, match };
}

function auditComparison(comparison: TextComparison<AuditField>): SQL {
  const a = auditEvents;
  const { field, value } = comparison;
  const { asked, wanted, match } = readText(comparison);
  const compared = (column: AnyPgColumn) => comparesText(column, wanted);
  switch (field) {
    case "at":
      return sql`false`;
    case "id":
      return and(...auditConditions({ id: value })) as SQL;
    case "activity":
      return textMatches(a.activityKey, match);
    case "category":
      return compared(a.category);
    case "service":
      return compared(a.service);
    case "result":
      return compared(a.result);
    case "correlationId":
      // Our own are tied together by the request they happened in.
      return or(eq(a.correlationId, wanted.text), and(isNull(a.record), eq(a.requestId, value))) as SQL;
    case "userId":
      return and(eq(a.actorKind, "user"), compared(a.actorId)) as SQL;
    case "userDisplayName":
      return and(eq(a.actorKind, "user"), anyTextMatches(a.actorKeys, match), compared(a.actorName)) as SQL;
    case "userPrincipalName":
      return and(eq(a.actorKind, "user"), compared(a.actorUpn)) as SQL;
    case "appId":
      return and(ne(a.actorKind, "user"), compared(a.actorId)) as SQL;
    case "appDisplayName":
      return and(ne(a.actorKind, "user"), compared(a.actorName)) as SQL;
    case "targetId":
    case "targetDisplayName":
      return and(anyTextMatches(a.targetKeys, match), targetCompares(field, asked, wanted)) as SQL;
  }
}

/** The keys hold ids and names of all targets together; which of them it is stands in the record. */
function targetCompares(field: "targetId" | "targetDisplayName", asked: WantedText, wanted: WantedText): SQL {
  const a = auditEvents;
  const [column, property] = field === "targetId" ? [a.targetId, "id"] : [a.targetName, "displayName"];
  const targets = sql`${a.record}::json -> 'targetResources'`;
  const listed = sql`case json_typeof(${targets}) when 'array' then ${targets} else json_build_array(${targets}) end`;
  // Here the text stands as it came, blanks and all.
  const compares = (held: SQLWrapper) => or(comparesText(held, asked), comparesText(held, wanted)) as SQL;
  return sql`case when ${a.record} is null then ${compares(column)}
    else exists (select from json_array_elements(${listed}) as t (value)
      where json_typeof(t.value) = 'object' and ${compares(sql`(t.value ->> ${property}::text)`)}) end`;
}

function provisioningComparison(tenantId: string, comparison: TextComparison<ProvisioningField>): SQL {
  const p = provisioningEvents;
  const { field, value } = comparison;
  const { wanted, match } = readText(comparison);
  switch (field) {
    case "at":
      return sql`false`;
    case "tenantId":
      return value.toLowerCase() === tenantId ? sql`true` : sql`false`;
    case "id":
      return eq(p.eventId, value);
    case "jobId":
    case "cycleId":
    case "changeId":
      return eq(p[field], wanted.text);
    case "action":
    case "status":
      return textMatches(p[field], match);
    default:
      return comparesText(p[field], wanted);
  }
}

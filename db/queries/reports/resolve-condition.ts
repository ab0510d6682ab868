/**
 * From a report's condition to SQL, and to the stretches of time worth searching. A comparison of a property that pages
 * can be filtered by goes through the same filters, dictionary and roll-ups; what only the whole record holds is looked
 * for in its text. Comparisons of texts ignore letter case.
 */
import { and, or, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import type { FilterKey, FilterValue } from "@/lib/model/filters";
import { windowOf } from "@/lib/model/grouping";
import { type Interval, intersectIntervals, joinIntervals } from "@/lib/model/intervals";
import type { ReportComparison, ReportCondition, ReportInstant } from "@/lib/model/reports/conditions";
import { RECORD_FIELDS, type RecordField, type SignInField } from "@/lib/model/reports/sign-in-fields";
import { parseSummaryId } from "@/lib/model/reports/summaries";
import { MAX_COLUMN_LENGTH } from "@/lib/model/things";
import { secondsOfIds } from "../sign-ins/presence";
import { anyNumber } from "../sign-ins/resolve-filters";
import { asHeld } from "./compare-texts";
import { keyCondition, nameCondition } from "./resolve-names";
import { recordHolds } from "./resolve-record";
import {
  type ConditionContext,
  NOTHING,
  type ResolvedCondition,
  viaFilter,
  type WantedText,
} from "./resolved-condition";

type Comparison = ReportComparison<SignInField>;
type Condition = ReportCondition<SignInField>;

/** Resolves a condition for one category and range. */
export async function resolveCondition(
  tenant: TenantTransaction,
  context: ConditionContext,
  condition: Condition,
): Promise<ResolvedCondition> {
  if (condition.kind === "is") return resolveComparison(tenant, context, condition);
  return condition.kind === "all"
    ? resolveAll(tenant, context, condition.of)
    : resolveAny(tenant, context, condition.of);
}

/** Times first: they narrow where the others have to be looked for. */
async function resolveAll(
  tenant: TenantTransaction,
  { category, range }: ConditionContext,
  of: readonly Condition[],
): Promise<ResolvedCondition> {
  const ordered = [...of].sort((a, b) => Number(isTime(b)) - Number(isTime(a)));
  const parts: ResolvedCondition[] = [];
  let intervals: readonly Interval[] = [range];
  for (const each of ordered) {
    const [first, last] = [intervals[0], intervals.at(-1)];
    if (!first || !last) break;
    const part = await resolveCondition(tenant, { category, range: { from: first.from, to: last.to } }, each);
    parts.push(part);
    intervals = intersectIntervals(intervals, part.intervals);
  }
  return {
    conditionIn: (stretch) => and(...parts.map(({ conditionIn }) => conditionIn(stretch))) ?? sql`true`,
    intervals,
    recordReads: readsOf(parts),
  };
}

async function resolveAny(
  tenant: TenantTransaction,
  context: ConditionContext,
  of: readonly Condition[],
): Promise<ResolvedCondition> {
  const parts: ResolvedCondition[] = [];
  for (const each of of) parts.push(await resolveCondition(tenant, context, each));
  const possible = parts.filter(({ intervals }) => intervals.length > 0);
  return {
    conditionIn: (stretch) => or(...possible.map(({ conditionIn }) => conditionIn(stretch))) ?? sql`false`,
    // Joined, because intervals are sorted and do not overlap.
    intervals: joinIntervals(possible.flatMap(({ intervals }) => intervals.map((each) => ({ ...each })))),
    recordReads: readsOf(possible),
  };
}

function readsOf(parts: readonly ResolvedCondition[]): number {
  return parts.reduce((sum, { recordReads }) => sum + recordReads, 0);
}

function isTime(condition: Condition): boolean {
  return condition.kind === "is" && condition.field === "createdDateTime";
}

/** Fields that pages filter by too. */
const FILTER_OF: Partial<Record<SignInField, FilterKey>> = {
  city: "city",
  state: "state",
  country: "country",
  clientApp: "clientApp",
  os: "os",
  browser: "browser",
  conditionalAccess: "conditionalAccess",
  riskLevel: "riskLevel",
  riskState: "riskState",
};

async function resolveComparison(
  tenant: TenantTransaction,
  context: ConditionContext,
  comparison: Comparison,
): Promise<ResolvedCondition> {
  const { field, operator, value } = comparison;
  if (typeof value === "object") return resolveTime(context, operator, value);
  if (typeof value === "number") {
    const filtered = await viaFilter(tenant, context, "errorCode", [{ type: "number", number: value }]);
    return { ...filtered, conditionIn: () => anyNumber(sql`${signIns.errorCode}`, [value]) };
  }
  // What cannot be stored is never found.
  if (value.includes("\0") || !value.isWellFormed()) return NOTHING;
  const wanted: WantedText = { text: value, isPrefix: operator === "startsWith" };
  if (isRecordField(field)) return recordHolds(tenant, context, field, wanted);
  const filter = FILTER_OF[field];
  if (filter) return viaFilter(tenant, context, filter, [filterValue(asHeld(wanted, MAX_COLUMN_LENGTH))]);
  return resolveText(tenant, context, field, wanted);
}

function filterValue({ text, isPrefix }: WantedText): FilterValue {
  return { type: isPrefix ? "startsWith" : "equals", text };
}

async function resolveText(
  tenant: TenantTransaction,
  context: ConditionContext,
  field: SignInField,
  wanted: WantedText,
): Promise<ResolvedCondition> {
  const { category } = context;
  switch (field) {
    case "id":
      return {
        conditionIn: () => sql`${signIns.id} = ${wanted.text}`,
        // One id has few records: their seconds are where to look.
        intervals: (await secondsOfIds(tenant, context, "id", [wanted.text])) ?? [context.range],
        recordReads: 0,
      };
    case "summaryId":
      return resolveSummary(context, wanted);
    case "tenantId":
      return wanted.text.toLowerCase() === tenant.tenantId
        ? { conditionIn: () => sql`true`, intervals: [context.range], recordReads: 0 }
        : NOTHING;
    case "correlationId":
      return keyCondition(tenant, context, "correlationId", undefined, wanted);
    case "authenticationRequirement":
      return resolveRequirement(tenant, context, asHeld(wanted, MAX_COLUMN_LENGTH));
    case "appId":
      return keyCondition(tenant, context, "applicationKey", "application", wanted);
    case "resourceId":
      return keyCondition(tenant, context, "resourceKey", "resource", wanted);
    case "ipAddress":
      return wanted.isPrefix
        ? nameCondition(tenant, context, "ip", signIns.ipText, wanted)
        : keyCondition(tenant, context, "ipText", "address", wanted);
    case "appDisplayName":
      return nameCondition(tenant, context, "application", signIns.applicationName, wanted);
    case "resourceDisplayName":
      return nameCondition(tenant, context, "resource", signIns.resourceName, wanted);
    case "userAgent":
      return nameCondition(tenant, context, "userAgent", signIns.userAgent, wanted);
    case "userId":
    case "userDisplayName":
    case "userPrincipalName":
      return category <= 2 ? resolveUser(tenant, context, field, wanted) : recordHolds(tenant, context, field, wanted);
    case "servicePrincipalId":
    case "servicePrincipalName":
      return category > 2
        ? resolveServicePrincipal(tenant, context, field, wanted)
        : recordHolds(tenant, context, field, wanted);
    default:
      throw new Error(`Nothing is known of ${field} in the rows of sign-ins`);
  }
}

function resolveUser(
  tenant: TenantTransaction,
  context: ConditionContext,
  field: "userId" | "userDisplayName" | "userPrincipalName",
  wanted: WantedText,
): Promise<ResolvedCondition> {
  if (field === "userId") return keyCondition(tenant, context, "principalKey", "principal", wanted);
  const column = field === "userDisplayName" ? signIns.principalName : signIns.principalUpn;
  return nameCondition(tenant, context, "user", column, wanted);
}

function resolveServicePrincipal(
  tenant: TenantTransaction,
  context: ConditionContext,
  field: "servicePrincipalId" | "servicePrincipalName",
  wanted: WantedText,
): Promise<ResolvedCondition> {
  const filter = context.category === 4 ? "identity" : "servicePrincipal";
  if (field === "servicePrincipalName") return nameCondition(tenant, context, filter, signIns.principalName, wanted);
  return wanted.isPrefix
    ? nameCondition(tenant, context, filter, signIns.principalKey, wanted)
    : keyCondition(tenant, context, "principalKey", "principal", wanted);
}

function resolveSummary({ range }: ConditionContext, { text }: WantedText): ResolvedCondition {
  const summary = parseSummaryId(text);
  if (!summary) return NOTHING;
  const { from, to } = windowOf(summary.windowFrom, summary.window);
  return {
    conditionIn: () => sql`(${signIns.groupKey} = ${summary.groupKey}::uuid
      and ${signIns.createdAt} >= ${from.toISOString()}::timestamptz and ${signIns.createdAt} < ${to.toISOString()}::timestamptz)`,
    intervals: intersectIntervals([range], [{ from, to }]),
    recordReads: 0,
  };
}

/** Rows hold short words for the two requirements that there are. */
const REQUIREMENTS = { single: "singlefactorauthentication", multi: "multifactorauthentication" };

async function resolveRequirement(
  tenant: TenantTransaction,
  context: ConditionContext,
  wanted: WantedText,
): Promise<ResolvedCondition> {
  const text = wanted.text.toLowerCase();
  const words = Object.entries(REQUIREMENTS).filter(([, whole]) =>
    wanted.isPrefix ? whole.startsWith(text) : whole === text,
  );
  const values = words.map(([word]): FilterValue => ({ type: "equals", text: word }));
  if (!Object.hasOwn(REQUIREMENTS, text)) values.push(filterValue(wanted));
  // A filter without values would mean the absent one.
  return values.length === 0 ? NOTHING : viaFilter(tenant, context, "authenticationRequirement", values);
}

/** Beyond these no event is stored; the database's own limits are not met then. */
const LATEST_MS = Date.UTC(9999, 0, 1);

function resolveTime(
  { range }: ConditionContext,
  operator: Comparison["operator"],
  { ms, finer }: ReportInstant,
): ResolvedCondition {
  const at = Math.min(Math.max(ms, 0), LATEST_MS);
  const second = new Date(Math.floor(at / 1000) * 1000);
  const next = new Date(second.getTime() + 1000);
  const position = sql`(${second.toISOString()}::timestamptz, ${at - second.getTime()}::smallint)`;
  const stored = sql`(${signIns.createdAt}, ${signIns.createdMs})`;
  const within = (interval: Interval) => intersectIntervals([range], [interval]);
  switch (operator) {
    case "ge":
      return {
        conditionIn: () => (finer ? sql`${stored} > ${position}` : sql`${stored} >= ${position}`),
        intervals: within({ from: second, to: range.to > second ? range.to : next }),
        recordReads: 0,
      };
    case "le":
      return {
        conditionIn: () => sql`${stored} <= ${position}`,
        intervals: within({ from: range.from < second ? range.from : second, to: next }),
        recordReads: 0,
      };
    default:
      if (finer) return NOTHING;
      return {
        conditionIn: () => sql`${stored} = ${position}`,
        intervals: within({ from: second, to: next }),
        recordReads: 0,
      };
  }
}

function isRecordField(field: SignInField): field is RecordField {
  return (RECORD_FIELDS as readonly string[]).includes(field);
}

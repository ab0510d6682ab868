/** In which logs each of the things that are listed occurs with the thing of the page. */
import type { TenantTransaction } from "@/db/client";
import { logsTogether } from "@/db/queries/things/logs-together";
import type { ThingDay } from "@/db/queries/things/sign-ins-of-thing";
import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug } from "@/lib/model/categories";
import { dayBit } from "@/lib/model/day-bits";
import { DAY_KINDS } from "@/lib/model/facets";
import { RELATED, type RelatedKind } from "@/lib/model/thing-relations";

interface ListedThings {
  of: RelatedKind;
  rows: readonly { key: string; days: bigint }[];
}

/** By list and key, in the order of logs. */
export type RelatedLogs = (of: RelatedKind, row: { key: string; days: bigint }) => CategorySlug[];

/**
 * No log that holds some is missing. Where the days of a row leave one log it is that one; else those with an hour in which both
 * occur. Only that can name one too many: where both occur within an hour, each with another.
 */
export async function relatedLogs(
  tenant: TenantTransaction,
  own: readonly ThingDay[],
  lists: readonly ListedThings[],
): Promise<RelatedLogs> {
  const ownBits = new Map<number, bigint>();
  for (const { category, day } of own) ownBits.set(category, (ownBits.get(category) ?? 0n) | dayBit(day));
  const possible: RelatedLogs = (of, { days }) =>
    CATEGORY_SLUGS.filter((log) => isOfLog(of, log) && ((ownBits.get(CATEGORIES[log].code) ?? 0n) & days) !== 0n);
  const doubtful = lists.flatMap(({ of, rows }) => {
    const kind = dayKindOf(of);
    return kind === null ? [] : [{ kind, keys: keysOf(rows.filter((row) => possible(of, row).length > 1)) }];
  });
  const together = new Map(
    (await logsTogether(tenant, own, doubtful)).map(({ kind, key, category, days }) => [
      `${kind} ${category} ${key}`,
      days,
    ]),
  );
  return (of, row) => {
    const logs = possible(of, row);
    const kind = dayKindOf(of);
    if (logs.length < 2 || kind === null) return logs;
    const told = logs.filter(
      (log) => ((together.get(`${kind} ${CATEGORIES[log].code} ${row.key}`) ?? 0n) & row.days) !== 0n,
    );
    return told.length > 0 ? told : logs;
  };
}

function isOfLog(of: RelatedKind, log: CategorySlug): boolean {
  const isUserLog = CATEGORIES[log].principal === "user";
  if (of === "users" || of === "devices") return isUserLog;
  return of !== "services" || !isUserLog;
}

/** The daily counts know all that has a page. */
function dayKindOf(of: RelatedKind): number | null {
  const { thing } = RELATED[of];
  return thing && DAY_KINDS[thing];
}

function keysOf(rows: readonly { key: string }[]): string[] {
  return rows.map(({ key }) => key);
}

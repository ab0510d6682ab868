/** Finds what is unusual about the sign-ins of a page, from a bounded stretch of the person's history before them. */
import type { TenantTransaction } from "@/db/client";
import { type OwnHistoryRow, readOwnHistory } from "@/db/queries/own-sign-ins/own-history";
import type { OwnKeys } from "@/db/queries/own-sign-ins/own-keys";
import { readRests } from "@/db/queries/sign-ins/details";
import type { SignInRow } from "@/db/queries/sign-ins/page";
import type { CategoryCode } from "@/lib/model/categories/category";
import { type Coordinates, coordinatesOf } from "@/lib/model/coordinates";
import type { License } from "@/lib/model/licenses";
import { retentionCutoff } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { statusByCode } from "@/lib/model/status";
import { findUnusual, impossibleTravel, type Journey, type Trace, type Unusual } from "@/lib/model/unusual";
import { UNUSUAL } from "@/lib/model/unusual-limits";

const BUDGET_MS = 400;

interface Page {
  keys: OwnKeys;
  rows: readonly SignInRow[];
  /** With their records, in the same order. */
  items: readonly SignInListItem[];
  license: License;
  now: Date;
}

/** @returns the reasons for each of the page's sign-ins, in their order. */
export async function markUnusual(
  tenant: TenantTransaction,
  { keys, rows, items, license, now }: Page,
): Promise<(readonly Unusual[])[]> {
  const [newest] = rows;
  if (!newest) return [];
  const range = { from: retentionCutoff(license, now), to: new Date(newest.createdAt.getTime() + 1000) };
  const history = await readOwnHistory(tenant, { keys, range, limit: UNUSUAL.historyRows, budgetMs: BUDGET_MS });
  const { reasons, journeys } = findUnusual(history.toReversed().map(traceOf));
  const shown = new Map(rows.map((row, index) => [keyOf(row), coordinatesOf(items[index]?.shown?.record)]));
  const asked = [...journeys.values()].filter(({ to }) => shown.get(to.key));
  const earlier = await coordinatesBefore(tenant, history, asked, shown);
  return rows.map((row) => {
    const key = keyOf(row);
    const [journey, here] = [journeys.get(key), shown.get(key)];
    const there = journey && earlier.get(journey.from.key);
    const travel = journey && here && there ? impossibleTravel(journey, there, here) : undefined;
    return [...(reasons.get(key) ?? []), ...(travel ? [travel] : [])];
  });
}

/** Where the journeys began: known for sign-ins of the page, and looked up for at most one more per sign-in of it. */
async function coordinatesBefore(
  tenant: TenantTransaction,
  history: readonly OwnHistoryRow[],
  journeys: readonly Journey[],
  known: ReadonlyMap<string, Coordinates | undefined>,
): Promise<ReadonlyMap<string, Coordinates | undefined>> {
  const wanted = new Set(journeys.map(({ from }) => from.key).filter((key) => !known.has(key)));
  const rows = history.filter((row) => wanted.has(keyOf(row)));
  const rests = await readRests(
    tenant,
    rows.map((row) => ({ ...row, category: row.category as CategoryCode })),
  );
  const found = rows.map((row, index) => {
    const rest = rests[index];
    return [keyOf(row), rest === undefined ? undefined : coordinatesOf(JSON.parse(rest) as JsonObject)] as const;
  });
  return new Map([...known, ...found]);
}

function traceOf(row: OwnHistoryRow): Trace {
  const { createdAt, createdMs, category, status, id: _, ...rest } = row;
  return {
    ...rest,
    key: keyOf(row),
    at: new Date(createdAt.getTime() + createdMs),
    category: String(category),
    status: statusByCode(status),
  };
}

function keyOf({ category, createdAt, id }: Pick<SignInRow, "category" | "createdAt" | "id">): string {
  return `${category} ${createdAt.getTime()} ${id}`;
}

/**
 * What is unusual about the sign-ins of a page. The worker has judged nearly all of them; those that came since, or wait to be
 * judged anew, are judged here by the same rules, from a bounded stretch of the person's history before them.
 */
import type { TenantTransaction } from "@/db/client";
import { readOwnHistory } from "@/db/queries/own-sign-ins/own-history";
import type { OwnKeys } from "@/db/queries/own-sign-ins/own-keys";
import type { SignInRow } from "@/db/queries/sign-ins/page";
import { readUnjudged } from "@/db/queries/unusual/progress";
import type { License } from "@/lib/model/licenses";
import { retentionCutoff } from "@/lib/model/retention";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { compareTraces, findUnusual, type Journey, type Trace, traceKey, type Unusual } from "@/lib/model/unusual";
import { UNUSUAL } from "@/lib/model/unusual-limits";
import { findTravels } from "../unusual/find-travels";

const BUDGET_MS = 400;

interface Page {
  keys: OwnKeys;
  rows: readonly SignInRow[];
  /** In the same order, with the marks that are stored. */
  items: readonly SignInListItem[];
  license: License;
  now: Date;
}

/** @returns the same items with the reasons that hold now. */
export async function markUnusual(tenant: TenantTransaction, page: Page): Promise<SignInListItem[]> {
  const { rows, items } = page;
  const { batchIds, since } = await readUnjudged(tenant, {
    batchIds: [...new Set(rows.map(({ batchId }) => batchId))],
    principalKeys: [...new Set(rows.map(({ principalKey }) => principalKey))],
  });
  const waits = ({ batchId, principalKey, createdAt }: SignInRow) => {
    const from = since.get(principalKey);
    return batchIds.has(batchId) || (from !== undefined && createdAt.getTime() + 1000 > from.getTime());
  };
  const waiting = rows.filter(waits);
  if (waiting.length === 0) return [...items];
  const reasons = await judge(tenant, page, waiting);
  return items.map((item, index) => {
    const row = rows[index];
    return row && waits(row) ? { ...item, unusual: reasons.get(keyOf(row)) ?? [] } : item;
  });
}

async function judge(
  tenant: TenantTransaction,
  { keys, license, now }: Page,
  waiting: readonly SignInRow[],
): Promise<ReadonlyMap<string, readonly Unusual[]>> {
  const newest = Math.max(...waiting.map(({ createdAt }) => createdAt.getTime()));
  const range = { from: retentionCutoff(license, now), to: new Date(newest + 1000) };
  const history = await readOwnHistory(tenant, { keys, range, limit: UNUSUAL.historyRows, budgetMs: BUDGET_MS });
  // Each of the account's keys by itself, as the worker does, which knows of no accounts.
  const byKey = new Map<string, Trace[]>();
  for (const { principalKey, trace } of history) {
    const own = byKey.get(principalKey) ?? [];
    byKey.set(principalKey, own);
    own.push(trace);
  }
  const wanted = new Set(waiting.map(keyOf));
  const reasons = new Map<string, readonly Unusual[]>();
  const journeys: Journey[] = [];
  for (const traces of byKey.values()) {
    const found = findUnusual(traces.sort(compareTraces));
    for (const [key, each] of found.reasons) reasons.set(key, each);
    for (const [key, journey] of found.journeys) if (wanted.has(key)) journeys.push(journey);
  }
  for (const [key, travel] of await findTravels(tenant, journeys)) {
    reasons.set(key, [...(reasons.get(key) ?? []), travel]);
  }
  return reasons;
}

function keyOf({ category, createdAt, createdMs, id }: SignInRow): string {
  return traceKey({ category, atMs: createdAt.getTime() + createdMs, id });
}

/** Stores audits and provisioning records: exactly once whatever is repeated, merged where more has become known. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import {
  type ActivityContent,
  type ActivityRow,
  insertNewActivities,
  lockActivities,
  type StoredActivity,
  updateActivity,
} from "@/db/queries/ingest/activities";
import { retryConflicts } from "@/db/retry";
import type { ActivityKind, NormalisedActivity } from "@/lib/model/activity-record";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { auditColumns } from "@/lib/records/activities/audit-columns";
import { provisioningColumns } from "@/lib/records/activities/provisioning-columns";
import { uuidOfText, uuidOfTexts } from "@/lib/records/content-hash";
import { mergeRecords } from "@/lib/records/merge";
import { piecesWithoutOwnTime } from "@/lib/records/own-time";
import { REMEMBERED_CONTENTS } from "./merge-arrivals";
import type { StoreCounts } from "./store-events";
import { inStoringTurn } from "./storing-turns";

/** Of one transaction: some thirty parameters each, and a statement takes 65,535. */
export const MAX_ACTIVITIES_PER_BATCH = 1000;

/** One arrival of an activity, small and flat: a batch of them is held while the next records are read. */
export interface ActivityArrival {
  kind: ActivityKind;
  key: string;
  id: string;
  at: Date;
  /** The whole record, JSON. */
  record: string;
  hash: string;
  notes: readonly string[];
}

export function activityArrivalOf({
  kind,
  id,
  createdAt,
  createdMs,
  record,
  notes,
}: NormalisedActivity): ActivityArrival {
  const key = uuidOfText(`${kind} ${createdAt.getTime()} ${id}`);
  const text = JSON.stringify(record);
  const at = new Date(createdAt.getTime() + createdMs);
  return { kind, key, id, at, record: text, hash: uuidOfTexts(piecesWithoutOwnTime(text, record)), notes };
}

/**
 * Stores arrivals. The three counts add up to the arrivals given; running it again with the same ones changes nothing.
 * @throws UnavailableError when the database is away.
 */
export async function storeActivities(
  scope: TenantScope,
  arrivals: readonly ActivityArrival[],
  now: Date,
): Promise<StoreCounts> {
  const counts: StoreCounts = { accepted: 0, updated: 0, duplicates: 0 };
  for (const kind of ["audit", "provisioning"] as const) {
    const ofKind = arrivals.filter((arrival) => arrival.kind === kind);
    for (let start = 0; start < ofKind.length; start += MAX_ACTIVITIES_PER_BATCH) {
      const batch = gather(ofKind.slice(start, start + MAX_ACTIVITIES_PER_BATCH));
      const stored = await retryConflicts(() =>
        inStoringTurn(() => inTenant(appDatabase().db, scope, (tenant) => storeBatch(tenant, kind, batch, now))),
      );
      counts.accepted += stored.accepted;
      counts.updated += stored.updated;
      counts.duplicates += stored.duplicates;
    }
  }
  return counts;
}

/** Stores one activity of our own in the given transaction. */
export async function storeActivityWith(
  tenant: TenantTransaction,
  activity: NormalisedActivity,
  now: Date,
): Promise<void> {
  await storeBatch(tenant, activity.kind, [[activityArrivalOf(activity)]], now);
}

/** All arrivals of one activity, in order. */
type Gathered = [ActivityArrival, ...ActivityArrival[]];

/** By identity, in the order in which every writer takes its locks. */
function gather(arrivals: readonly ActivityArrival[]): Gathered[] {
  const byKey = new Map<string, Gathered>();
  for (const arrival of arrivals) {
    const gathered = byKey.get(arrival.key);
    if (gathered) gathered.push(arrival);
    else byKey.set(arrival.key, [arrival]);
  }
  return [...byKey.values()].sort(([a], [b]) => (a.key < b.key ? -1 : 1));
}

async function storeBatch(
  tenant: TenantTransaction,
  kind: ActivityKind,
  batch: readonly Gathered[],
  now: Date,
): Promise<StoreCounts> {
  const counts: StoreCounts = { accepted: 0, updated: 0, duplicates: 0 };
  const fresh = batch.map(([first, ...later]) => {
    const { key, record, hash, notes } = first;
    return { first, outcome: mergeOver({ key, record, hashes: [hash], notes: [...notes] }, later) };
  });
  const rows = fresh.map(({ first, outcome }) => rowOf(kind, first, outcome, now));
  const inserted = await insertNewActivities(tenant, kind, rows);
  for (const { first, outcome } of fresh) {
    if (!inserted.has(first.key)) continue;
    counts.accepted++;
    counts.updated += outcome.updated;
    counts.duplicates += outcome.duplicates;
  }
  const known = new Map(batch.filter(([{ key }]) => !inserted.has(key)).map((gathered) => [gathered[0].key, gathered]));
  if (known.size === 0) return counts;
  for (const stored of await lockActivities(tenant, kind, [...known.keys()])) {
    const outcome = mergeOver(stored, known.get(stored.key) ?? []);
    known.delete(stored.key);
    counts.updated += outcome.updated;
    counts.duplicates += outcome.duplicates;
    if (outcome.hashes.join() === stored.hashes.join()) continue;
    const { key, record, hashes, notes } = outcome;
    await updateActivity(tenant, kind, { key, record, hashes, notes, content: contentOf(kind, record) });
  }
  // Retention took a row between the two looks at it: what arrived is past its time as well.
  for (const gathered of known.values()) counts.duplicates += gathered.length;
  return counts;
}

interface MergeOutcome extends StoredActivity {
  updated: number;
  duplicates: number;
}

/** A content seen before, and one that adds nothing, is a duplicate; a present value replaces, an absent one never does. */
function mergeOver(stored: StoredActivity, arrivals: readonly ActivityArrival[]): MergeOutcome {
  const outcome = { ...stored, updated: 0, duplicates: 0 };
  for (const { record, hash, notes } of arrivals) {
    if (outcome.hashes.includes(hash)) {
      outcome.duplicates++;
      continue;
    }
    outcome.hashes = [...outcome.hashes, hash].slice(-REMEMBERED_CONTENTS);
    const { merged, changed } = mergeRecords(parse(outcome.record), parse(record));
    if (changed) {
      outcome.updated++;
      outcome.record = JSON.stringify(merged);
      outcome.notes = [...new Set([...outcome.notes, ...notes])];
    } else outcome.duplicates++;
  }
  return outcome;
}

function rowOf(kind: ActivityKind, { key, id, at }: ActivityArrival, outcome: MergeOutcome, now: Date): ActivityRow {
  const { record, hashes, notes } = outcome;
  return { key, eventId: id, at, record, hashes, notes, receivedAt: now, content: contentOf(kind, record) };
}

function contentOf(kind: ActivityKind, record: string): ActivityContent {
  return kind === "audit" ? auditColumns(parse(record)) : provisioningColumns(parse(record));
}

function parse(record: string): JsonObject {
  return JSON.parse(record) as JsonObject;
}

/** Stores understood events in one transaction: events, details and every roll-up, exactly once whatever is repeated. */
import { setImmediate } from "node:timers/promises";
import { v7 as uuidv7 } from "uuid";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { isRetryable, togetherOrCause } from "@/db/errors";
import { insertBatch, type NewBatch } from "@/db/queries/ingest/batches";
import { planOnce } from "@/db/queries/ingest/bulk";
import { readSignInsByKey } from "@/db/queries/ingest/read-sign-ins";
import type { StoredSignIn } from "@/db/queries/ingest/stored-sign-in";
import { addToDays, addToFacets, addToHours, addToNames } from "@/db/queries/ingest/write-rollups";
import {
  type DetailsRow,
  insertNewDetails,
  insertSignIns,
  lockDetails,
  updateDetails,
  updateSignIns,
} from "@/db/queries/ingest/write-sign-ins";
import { addToSpans } from "@/db/queries/ingest/write-spans";
import { markChangedDays } from "@/db/queries/pairs/progress";
import { type HabitChange, noteHabitChanges } from "@/db/queries/unusual/progress";
import { categoryByCode } from "@/lib/model/categories";
import type { TenantScope } from "@/lib/model/scope";
import type { NormalisedSignIn } from "@/lib/model/sign-in-record";
import { groupKeyOf } from "@/lib/records/columns";
import { type Arrival, arrivalOf } from "./arrival";
import { NewNames } from "./dictionary";
import { type GatheredEvent, gatherEvents, identityOf } from "./gather-events";
import { type MergeOutcome, mergeArrivals } from "./merge-arrivals";
import { RollupDifferences } from "./rollup-differences";
import { inStoringTurn } from "./storing-turns";
import { utcDay } from "./utc-day";

/** Larger transactions hold the hot roll-up rows for too long. */
export const MAX_EVENTS_PER_BATCH = 5000;
const ATTEMPTS = 4;

/** What pairs are made of (`db/queries/pairs`). */
const PAIRED = [
  ...(["status", "principalKey", "applicationKey", "resourceKey"] as const),
  ...(["ipText", "country", "deviceId"] as const),
];

/** Retention took an event away between the look whether it is there and its locking: now it is a new one. */
class RemovedMeanwhile extends Error {}
/** It takes some thousand at a time, so it may meet a large batch more than once. */
const ATTEMPTS_BESIDE_RETENTION = 20;

function attemptsAfter(error: unknown): number {
  if (error instanceof RemovedMeanwhile) return ATTEMPTS_BESIDE_RETENTION;
  return isRetryable(error) ? ATTEMPTS : 1;
}

export interface StoreCounts {
  accepted: number;
  updated: number;
  duplicates: number;
}

export interface StoreOptions {
  /** Where the events came from, for operators: `http`, a file's name, `demo`. */
  source: string;
  now: Date;
}

/**
 * Stores up to {@link MAX_EVENTS_PER_BATCH} understood events; see {@link storeArrivals}.
 */
export function storeEvents(
  scope: TenantScope,
  events: readonly NormalisedSignIn[],
  options: StoreOptions,
): Promise<StoreCounts> {
  const arrivals = events.map((event) => arrivalOf(event));
  return storeArrivals(scope, arrivals, options);
}

/**
 * Stores up to {@link MAX_EVENTS_PER_BATCH} arrivals, whose days must have partitions. The three counts add up to the
 * arrivals given. Running it again with the same ones changes nothing.
 * @throws UnavailableError when the database is away; the database's own error where a day has no partition.
 */
export async function storeArrivals(
  scope: TenantScope,
  arrivals: readonly Arrival[],
  options: StoreOptions,
): Promise<StoreCounts> {
  if (arrivals.length === 0) return { accepted: 0, updated: 0, duplicates: 0 };
  const gathered = gatherEvents(arrivals);
  for (let attempt = 1; ; attempt++) {
    const names = new NewNames(scope);
    try {
      const counts = await inStoringTurn(() =>
        inTenant(appDatabase().db, scope, (tenant) => storeBatch(tenant, gathered, names, options)),
      );
      names.remember();
      return counts;
    } catch (error) {
      if (attempt >= attemptsAfter(error)) throw error;
    }
  }
}

async function storeBatch(
  tenant: TenantTransaction,
  events: readonly GatheredEvent[],
  names: NewNames,
  { source, now }: StoreOptions,
): Promise<StoreCounts> {
  const batchId = uuidv7();
  const fresh = events.map(freshOutcome);
  const details = fresh.map(detailsRow);
  const planned = planOnce(tenant);
  const [inserted] = await togetherOrCause([insertNewDetails(tenant, details), planned]);
  // All are new as a rule: then there is nothing to look up.
  const identities = inserted.length < fresh.length ? new Set(inserted.map(identityOf)) : undefined;
  const isNew = ({ event }: PreparedEvent) => identities?.has(identityOf(event)) ?? true;
  const added = identities ? fresh.filter(isNew) : fresh;
  const known = identities ? fresh.filter((outcome) => !isNew(outcome)).map(({ event }) => event) : [];

  const counts: StoreCounts = { accepted: inserted.length, updated: 0, duplicates: 0 };
  const differences = new RollupDifferences();
  const countAndMerge = async () => {
    for (const outcome of added) {
      differences.add(outcome.row);
      names.add(outcome.row, outcome.rest);
      counts.updated += outcome.updated;
      counts.duplicates += outcome.duplicates;
    }
    const changed = await mergeKnown(tenant, batchId, known, { differences, names, counts });
    if (added.length === 0 && changed === 0) return;
    const batch = { batchId, receivedAt: now, source, accepted: counts.accepted, updated: changed };
    await writeRollups(tenant, differences, names, batch);
  };
  const rows = added.map(({ row }) => row);
  await sentBefore(insertSignIns(tenant, batchId, rows), countAndMerge);
  return counts;
}

/**
 * Goes on once statements are on their way, while the database works on them. It takes a connection's statements in the
 * order in which they are sent, which is that of every writer's locks. Both are over when this is, even if one fails: a
 * statement sent after the end of its transaction would be part of another.
 */
async function sentBefore(statements: Promise<void>, next: () => Promise<void>): Promise<void> {
  // The driver sends when it is given the turn.
  await togetherOrCause([statements, setImmediate().then(next)]);
}

interface Tallies {
  differences: RollupDifferences;
  names: NewNames;
  counts: StoreCounts;
}

/** Merges arrivals of events that are stored already over them; how many that changed. */
async function mergeKnown(
  tenant: TenantTransaction,
  batchId: string,
  known: readonly GatheredEvent[],
  { differences, names, counts }: Tallies,
): Promise<number> {
  if (known.length === 0) return 0;
  const merged = await mergeIntoStored(tenant, known);
  for (const { before, outcome } of merged) {
    counts.updated += outcome.updated;
    counts.duplicates += outcome.duplicates;
    if (outcome.updated === 0) continue;
    differences.remove(before);
    differences.add(outcome.row);
    names.add(outcome.row, outcome.rest);
  }
  const touched = merged.filter(({ outcome, hashesBefore }) => outcome.hashes.join() !== hashesBefore.join());
  await updateDetails(
    tenant,
    touched.map(({ outcome }) => detailsRow(outcome)),
  );
  const changed = merged.filter(({ outcome }) => outcome.updated > 0).map(({ outcome }) => outcome.row);
  await updateSignIns(tenant, batchId, changed);
  const otherPairs = merged.filter(({ before, outcome }) => hasOtherPairs(before, outcome.row));
  await markChangedDays(
    tenant,
    batchId,
    otherPairs.map(({ before }) => utcDay(before.createdAt)),
  );
  // What a sign-in taught about whom it was said to be stays with them otherwise; all else is told by the batch.
  const moved = merged.filter(
    ({ before, outcome }) => before.columns.principalKey !== outcome.row.columns.principalKey,
  );
  await noteHabitChanges(tenant, batchId, moved.flatMap(habitChangeOf));
  return changed.length;
}

/** Sent one behind the other; the server takes them in this order, which is that of every writer's locks. */
async function writeRollups(
  tenant: TenantTransaction,
  differences: RollupDifferences,
  names: NewNames,
  batch: NewBatch,
): Promise<void> {
  const [days, facets] = [differences.days(), differences.facets()];
  names.addValues(days, facets);
  await togetherOrCause([
    addToHours(tenant, differences.hours()),
    addToDays(tenant, days),
    addToSpans(tenant, days),
    addToNames(tenant, names.entries()),
    addToFacets(tenant, facets),
    insertBatch(tenant, batch),
  ]);
}

/** An event with what its arrivals made of it, ready to be written. */
interface PreparedEvent extends MergeOutcome {
  event: GatheredEvent;
  row: StoredSignIn;
}

function prepare(event: GatheredEvent, outcome: MergeOutcome): PreparedEvent {
  const { category, createdAt, createdMs, id } = event;
  const { columns, rest, hashes, notes, updated, duplicates } = outcome;
  const row = { category, createdAt, createdMs, id, groupKey: groupKeyOf(category, columns), columns };
  return { columns, rest, hashes, notes, updated, duplicates, event, row };
}

/** What an event becomes if it is not stored yet. */
function freshOutcome(event: GatheredEvent): PreparedEvent {
  const [{ columns, rest, hash, notes }, ...later] = event.arrivals;
  const first = { columns, rest, hashes: [hash], notes, updated: 0, duplicates: 0 };
  return prepare(event, later.length === 0 ? first : mergeArrivals(event, first, later));
}

interface MergedEvent {
  before: StoredSignIn;
  hashesBefore: readonly string[];
  outcome: PreparedEvent;
}

/** Locks the stored events in order and merges the arrivals over them. */
async function mergeIntoStored(tenant: TenantTransaction, events: readonly GatheredEvent[]): Promise<MergedEvent[]> {
  const details = new Map((await lockDetails(tenant, events)).map((row) => [identityOf(row), row]));
  const rows = new Map((await readSignInsByKey(tenant, events)).map((row) => [identityOf(row), row]));
  return events.map((event) => {
    const identity = identityOf(event);
    const [stored, before] = [details.get(identity), rows.get(identity)];
    if (!stored) throw new RemovedMeanwhile(`Sign-in ${event.id} was there and is not`);
    if (!before) throw new Error(`Sign-in ${event.id} is stored in one of its two tables only`);
    const { rest, hashes, notes } = stored;
    const outcome = mergeArrivals(event, { columns: before.columns, rest, hashes, notes }, event.arrivals);
    return { before, hashesBefore: stored.hashes, outcome: prepare(event, outcome) };
  });
}

/** Whether a change of content makes an event count elsewhere than it may have been counted already. */
function hasOtherPairs({ columns: a }: StoredSignIn, { columns: b }: StoredSignIn): boolean {
  return PAIRED.some((column) => a[column] !== b[column]);
}

function habitChangeOf({ before: { category, columns, createdAt } }: MergedEvent): HabitChange[] {
  return categoryByCode(category).principal === "user"
    ? [{ principalKey: columns.principalKey, since: createdAt }]
    : [];
}

function detailsRow({ event, rest, hashes, notes }: PreparedEvent): DetailsRow {
  const { category, createdAt, id } = event;
  return { category, createdAt, id, rest, hashes, notes };
}

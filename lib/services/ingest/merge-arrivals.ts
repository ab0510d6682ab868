/** What the arrivals of one event make of it: pure, so that it can be tested without a database. */
import type { SignInKey } from "@/db/queries/ingest/stored-sign-in";
import { splitRecord } from "@/lib/records/columns";
import { mergeRecords } from "@/lib/records/merge";
import { type Arrival, type HeldRecord, recordOf } from "./arrival";

/** Contents remembered per event, so that an old batch sent again never brings old content back. */
export const REMEMBERED_CONTENTS = 8;

/** An event as stored, or as its first arrival makes it. */
export interface EventState extends HeldRecord {
  hashes: readonly string[];
  notes: readonly string[];
}

export interface MergeOutcome extends EventState {
  /** Arrivals that changed the content. */
  updated: number;
  /** Arrivals that changed nothing. */
  duplicates: number;
}

/** Merges arrivals one after another over a state. A content seen before, and one that adds nothing, is a duplicate. */
export function mergeArrivals(key: SignInKey, state: EventState, arrivals: readonly Arrival[]): MergeOutcome {
  const unseen = arrivals.filter(({ hash }, index) => isUnseen(hash, index, state, arrivals));
  const hashes = [...state.hashes, ...unseen.map(({ hash }) => hash)].slice(-REMEMBERED_CONTENTS);
  const untouched = { columns: state.columns, rest: state.rest, hashes, notes: state.notes };
  if (unseen.length === 0) return { ...untouched, updated: 0, duplicates: arrivals.length };

  let record = recordOf(state, key.category);
  const notes = new Set(state.notes);
  let updated = 0;
  for (const arrival of unseen) {
    const { merged, changed } = mergeRecords(record, recordOf(arrival, key.category));
    if (!changed) continue;
    updated++;
    record = merged;
    for (const note of arrival.notes) notes.add(note);
  }
  const duplicates = arrivals.length - updated;
  if (updated === 0) return { ...untouched, updated, duplicates };
  const content = splitRecord({ ...key, createdMs: 0, record, notes: [] });
  return { ...content, hashes, notes: [...notes], updated, duplicates };
}

function isUnseen(hash: string, index: number, state: EventState, arrivals: readonly Arrival[]): boolean {
  return !state.hashes.includes(hash) && arrivals.findIndex((arrival) => arrival.hash === hash) === index;
}

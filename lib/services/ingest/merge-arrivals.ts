/** What the arrivals of one event make of it: pure, so that it can be tested without a database. */
import type { JsonObject } from "@/lib/model/sign-in-record";
import { mergeRecords } from "@/lib/records/merge";
import type { Arrival } from "./gather-events";

/** Contents remembered per event, so that an old batch sent again never brings old content back. */
export const REMEMBERED_CONTENTS = 8;

/** An event as stored, or as its first arrival makes it. */
export interface EventState {
  record: JsonObject;
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
export function mergeArrivals(state: EventState, arrivals: readonly Arrival[]): MergeOutcome {
  const hashes = [...state.hashes];
  const notes = new Set(state.notes);
  let { record } = state;
  let updated = 0;
  for (const arrival of arrivals) {
    if (hashes.includes(arrival.hash)) continue;
    hashes.push(arrival.hash);
    const { merged, changed } = mergeRecords(record, arrival.record);
    if (!changed) continue;
    updated++;
    record = merged;
    for (const note of arrival.notes) notes.add(note);
  }
  return {
    record,
    hashes: hashes.slice(-REMEMBERED_CONTENTS),
    notes: [...notes],
    updated,
    duplicates: arrivals.length - updated,
  };
}

/** The state of an event that was not stored before, from its first arrival. */
export function firstState({ record, hash, notes }: Arrival): EventState {
  return { record, hashes: [hash], notes };
}

/** A record taken apart as it is stored. Small and flat: batches hold many of them while the next ones are read. */
import type { SignInKey } from "@/db/queries/ingest/stored-sign-in";
import type { JsonObject, NormalisedSignIn } from "@/lib/model/sign-in-record";
import { restoreRecord, type SplitRecord, splitRecord } from "@/lib/records/columns";
import { uuidOfText } from "@/lib/records/content-hash";
import { withoutOwnTime } from "@/lib/records/own-time";

/** One arrival of an event. */
export interface Arrival extends SignInKey, SplitRecord {
  createdMs: number;
  /** Recognises the same content when it comes again. */
  hash: string;
  notes: readonly string[];
}

/**
 * Takes an understood record apart. The hash is made of the texts that are stored anyway: a batch sent again gives the
 * same ones, and so does the same event as another feed writes its time. A copy whose properties stand in another order has another hash, and is found to change nothing when it is
 * merged.
 */
export function arrivalOf(event: NormalisedSignIn): Arrival {
  const { category, createdAt, createdMs, id, notes } = event;
  const { columns, rest } = splitRecord(event);
  const hash = uuidOfText(`${Object.values(columns).join("\u001f")}\u001e${withoutOwnTime(rest, event.record)}`);
  return { category, createdAt, createdMs, id, columns, rest, hash, notes };
}

/** The whole record again. */
export function recordOf({ columns, rest }: SplitRecord, category: SignInKey["category"]): JsonObject {
  return restoreRecord(columns, JSON.parse(rest) as JsonObject, category);
}

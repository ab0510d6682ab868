/** A record taken apart as it is stored. Small and flat: batches hold many of them while the next ones are read. */
import type { SignInKey } from "@/db/queries/ingest/stored-sign-in";
import type { JsonObject, NormalisedSignIn } from "@/lib/model/sign-in-record";
import { restoreRecord, type SplitRecord, splitRecord } from "@/lib/records/columns";
import { uuidOfTexts } from "@/lib/records/content-hash";
import { piecesWithoutOwnTime } from "@/lib/records/own-time";
import type { WaitingTexts } from "./waiting-texts";

/** A record in its two halves, of which the rest may be held as UTF-8. */
export interface HeldRecord extends Omit<SplitRecord, "rest"> {
  rest: string | Buffer;
}

/** One arrival of an event. */
export interface Arrival extends SignInKey, HeldRecord {
  createdMs: number;
  /** Recognises the same content when it comes again. */
  hash: string;
  notes: readonly string[];
}

/**
 * Takes an understood record apart. The hash is made of the texts that are stored anyway: a batch sent again gives the
 * same ones, and so does the same event as another feed writes its time. A copy whose properties stand in another order
 * has another hash, and is found to change nothing when it is merged.
 * @param texts where the rest waits; in the heap without
 */
export function arrivalOf(event: NormalisedSignIn, texts?: WaitingTexts): Arrival {
  const { category, createdAt, createdMs, id, notes } = event;
  const { columns, rest } = splitRecord(event);
  const columnsText = Object.values(columns).join("\u001f");
  const hash = uuidOfTexts([columnsText, "\u001e", ...piecesWithoutOwnTime(rest, event.record)]);
  return { category, createdAt, createdMs, id, columns, rest: texts?.hold(rest) ?? rest, hash, notes };
}

/** The whole record again. */
export function recordOf({ columns, rest }: HeldRecord, category: SignInKey["category"]): JsonObject {
  return restoreRecord(columns, JSON.parse(rest.toString()) as JsonObject, category);
}

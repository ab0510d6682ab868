/** A record taken apart as it is stored. Small and flat: batches hold many of them while the next ones are read. */
import type { SignInKey } from "@/db/queries/ingest/stored-sign-in";
import type { HeldText, JsonObject, NormalisedSignIn, SignInColumns } from "@/lib/model/sign-in-record";
import { restoreRecord, splitRecord } from "@/lib/records/columns";
import { uuidOfText } from "@/lib/records/content-hash";
import type { TextArena } from "./text-arena";

/** What is stored of a record: see `splitRecord`. */
export interface StoredContent {
  columns: SignInColumns;
  rest: HeldText;
}

/** One arrival of an event. */
export interface Arrival extends SignInKey, StoredContent {
  createdMs: number;
  /** Recognises the same content when it comes again. */
  hash: string;
  notes: readonly string[];
}

/**
 * Takes an understood record apart. The hash is made of the texts that are stored anyway: a batch sent again gives the
 * same ones. A copy whose properties stand in another order has another hash, and is found to change nothing when it is
 * merged.
 * @param arena where the text waits; without one it stays a string
 */
export function arrivalOf(event: NormalisedSignIn, arena?: TextArena): Arrival {
  const { category, createdAt, createdMs, id, notes } = event;
  const { columns, rest: text } = splitRecord(event);
  const beside = Object.values(columns).join("\u001f");
  const { held: rest, hash } = arena
    ? arena.keep(text, beside, uuidOfText)
    : { held: text, hash: uuidOfText(`${text}\u001e${beside}`) };
  return { category, createdAt, createdMs, id, columns, rest, hash, notes };
}

/** The whole record again. */
export function recordOf({ columns, rest }: StoredContent, category: SignInKey["category"]): JsonObject {
  return restoreRecord(columns, JSON.parse(rest.toString()) as JsonObject, category);
}

/** A record taken apart as it is stored. Small and flat: batches hold many of them while the next ones are read. */
import type { SignInKey } from "@/db/queries/ingest/stored-sign-in";
import type { JsonObject, NormalisedSignIn, SignInColumns } from "@/lib/model/sign-in-record";
import { restoreRecord, splitRecord } from "@/lib/records/columns";
import { uuidOfText } from "@/lib/records/content-hash";

/** The two halves of a record. */
export interface Content {
  columns: SignInColumns;
  /** What the columns do not hold, as JSON text. */
  rest: string;
}

/** One arrival of an event. */
export interface Arrival extends SignInKey, Content {
  createdMs: number;
  /** Recognises the same content when it comes again. */
  hash: string;
  notes: readonly string[];
}

/**
 * Takes an understood record apart. The hash is made of the texts that are stored anyway: a batch sent again gives the
 * same ones. A copy whose properties stand in another order has another hash, and is found to change nothing when it is
 * merged.
 */
export function arrivalOf(event: NormalisedSignIn): Arrival {
  const { category, createdAt, createdMs, id, notes } = event;
  const content = contentOf(event);
  const hash = uuidOfText(`${Object.values(content.columns).join("\u001f")}\u001e`, content.rest);
  return { category, createdAt, createdMs, id, ...content, hash, notes };
}

/** Splits a record into its halves. */
export function contentOf(event: NormalisedSignIn): Content {
  const { columns, rest } = splitRecord(event);
  return { columns, rest: JSON.stringify(rest) };
}

/** The whole record again. */
export function recordOf({ columns, rest }: Content, category: SignInKey["category"]): JsonObject {
  return restoreRecord(columns, JSON.parse(rest) as JsonObject, category);
}

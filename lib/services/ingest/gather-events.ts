/** The events of one batch by identity, in the order in which every writer takes its locks. */
import type { SignInKey } from "@/db/queries/ingest/stored-sign-in";
import type { JsonObject, NormalisedSignIn, SignInColumns } from "@/lib/model/sign-in-record";
import { splitRecord } from "@/lib/records/columns";
import { uuidOfText } from "@/lib/records/content-hash";

/** A record taken apart as it is stored, and the hash that recognises the same content when it comes again. */
export interface Content {
  record: JsonObject;
  columns: SignInColumns;
  /** The rest of the record as JSON text. */
  rest: string;
}

export interface Arrival extends Content {
  hash: string;
  notes: readonly string[];
}

/** One event of the batch with every content that arrived for it, in order of arrival. */
export interface GatheredEvent extends SignInKey {
  identity: string;
  createdMs: number;
  arrivals: [Arrival, ...Arrival[]];
}

/** A text that is the same for the same event, and sorts by category, time and id. */
export function identityOf(key: SignInKey): string {
  return `${key.category} ${key.createdAt.getTime()} ${key.id}`;
}

/** Groups events by identity and sorts them; the milliseconds are those of the first arrival. */
export function gatherEvents(events: readonly NormalisedSignIn[]): GatheredEvent[] {
  const byIdentity = new Map<string, GatheredEvent>();
  for (const event of events) {
    const identity = identityOf(event);
    const gathered = byIdentity.get(identity);
    if (gathered) gathered.arrivals.push(arrivalOf(event));
    else {
      const { category, createdAt, id, createdMs } = event;
      byIdentity.set(identity, { identity, category, createdAt, id, createdMs, arrivals: [arrivalOf(event)] });
    }
  }
  return [...byIdentity.values()].sort((a, b) => (a.identity < b.identity ? -1 : 1));
}

/** Takes a record apart. */
export function contentOf(event: NormalisedSignIn): Content {
  const { columns, rest } = splitRecord(event);
  return { record: event.record, columns, rest: JSON.stringify(rest) };
}

/**
 * The hash is made of the texts that are stored anyway: a batch sent again gives the same ones. A copy whose properties
 * stand in another order has another hash, and is found to change nothing when it is merged.
 */
function arrivalOf(event: NormalisedSignIn): Arrival {
  const content = contentOf(event);
  const hash = uuidOfText(`${Object.values(content.columns).join("\u001f")}\u001e${content.rest}`);
  return { ...content, hash, notes: event.notes };
}

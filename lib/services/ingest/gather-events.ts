/** The events of one batch by identity, in the order in which every writer takes its locks. */
import type { SignInKey } from "@/db/queries/ingest/stored-sign-in";
import type { Arrival } from "./arrival";

/** One event of the batch with every arrival of it, in order. */
export interface GatheredEvent extends SignInKey {
  createdMs: number;
  arrivals: [Arrival, ...Arrival[]];
}

/** A text that is the same for the same event. */
export function identityOf(key: SignInKey): string {
  return `${key.category} ${key.createdAt.getTime()} ${key.id}`;
}

/**
 * Groups arrivals by identity and sorts them; the milliseconds are those of the first arrival. Equal ones are neighbours
 * once they are sorted: a map would need a text for each, put together of several that the garbage collector moves about.
 */
export function gatherEvents(arrivals: readonly Arrival[]): GatheredEvent[] {
  const events: GatheredEvent[] = [];
  for (const arrival of arrivals.toSorted(inLockOrder)) {
    const last = events.at(-1);
    if (last && inLockOrder(last, arrival) === 0) last.arrivals.push(arrival);
    else {
      const { category, createdAt, id, createdMs } = arrival;
      events.push({ category, createdAt, id, createdMs, arrivals: [arrival] });
    }
  }
  return events;
}

function inLockOrder(a: SignInKey, b: SignInKey): number {
  return a.category - b.category || a.createdAt.getTime() - b.createdAt.getTime() || order(a.id, b.id);
}

function order(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

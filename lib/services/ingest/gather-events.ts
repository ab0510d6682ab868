/** The events of one batch by identity, in the order in which every writer takes its locks. */
import type { SignInKey } from "@/db/queries/ingest/stored-sign-in";
import type { Arrival } from "./arrival";

/** One event of the batch with every arrival of it, in order. */
export interface GatheredEvent extends SignInKey {
  identity: string;
  createdMs: number;
  arrivals: [Arrival, ...Arrival[]];
}

/** A text that is the same for the same event, and sorts by category, time and id. */
export function identityOf(key: SignInKey): string {
  return `${key.category} ${key.createdAt.getTime()} ${key.id}`;
}

/** Groups arrivals by identity and sorts them; the milliseconds are those of the first arrival. */
export function gatherEvents(arrivals: readonly Arrival[]): GatheredEvent[] {
  const byIdentity = new Map<string, GatheredEvent>();
  for (const arrival of arrivals) {
    const identity = identityOf(arrival);
    const gathered = byIdentity.get(identity);
    if (gathered) gathered.arrivals.push(arrival);
    else {
      const { category, createdAt, id, createdMs } = arrival;
      byIdentity.set(identity, { identity, category, createdAt, id, createdMs, arrivals: [arrival] });
    }
  }
  return [...byIdentity.values()].sort((a, b) => (a.identity < b.identity ? -1 : 1));
}

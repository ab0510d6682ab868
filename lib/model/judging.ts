/**
 * Judging a person's sign-ins as they arrive. The newest are kept as they came, and everything before them as habits: what
 * arrives a little late takes its place among the newest, and these are judged anew. So batches of any size and, within
 * limits, in any order end with the same marks as the whole history in one go.
 */
import { Habits, type HabitsData } from "./habits";
import { compareTraces, type Journey, type Trace, traceKey, type Unusual } from "./unusual";
import { UNUSUAL } from "./unusual-limits";

/** A sign-in with its mark as it is stored. */
export interface Marked {
  trace: Trace;
  reasons: readonly Unusual[];
}

/** What is remembered of a person. */
export interface Memory {
  /** Learnt from all sign-ins before the recent ones. */
  habits: HabitsData;
  /** The newest of these; what arrives before it comes too late to be judged from here. */
  settledTo: Pick<Trace, "category" | "atMs" | "id"> | null;
  /** Oldest first. */
  recent: readonly Marked[];
}

export const NO_MEMORY: Memory = { habits: new Habits().toJSON(), settledTo: null, recent: [] };

export interface Arrival {
  trace: Trace;
  /** Its mark as it is stored; undefined where that is not known. */
  stored: readonly Unusual[] | undefined;
}

/** One sign-in judged, but for whether there was time to travel. */
interface Drafted extends Arrival {
  found: readonly Unusual[];
  journey: Journey | undefined;
}

export interface Draft {
  habits: HabitsData;
  settledTo: Memory["settledTo"];
  /** Oldest first; the last of them stay as the recent ones. */
  judged: readonly Drafted[];
  /** Before this every sign-in keeps its mark: it was judged by what came before it, of which nothing has changed. */
  fromMs: number;
  /** The oldest arrival that came too late to be judged from here. */
  lateMs: number | undefined;
}

/**
 * Judges arrivals with what is remembered. @param fromMs before this marks stay as they are; left out, that is the first
 * arrival.
 */
export function judgeArrivals(
  { habits, settledTo, recent }: Memory,
  arrivals: readonly Arrival[],
  fromMs?: number,
): Draft {
  const late = arrivals.filter(({ trace }) => settledTo && compareTraces(trace, settledTo) <= 0);
  const fresh = new Map(arrivals.map((arrival) => [traceKey(arrival.trace), arrival]));
  for (const { trace } of late) fresh.delete(traceKey(trace));
  const kept = recent.filter(({ trace }) => !fresh.has(traceKey(trace)));
  const inOrder = [...kept.map(({ trace, reasons }): Arrival => ({ trace, stored: reasons })), ...fresh.values()].sort(
    (a, b) => compareTraces(a.trace, b.trace),
  );
  const ways = new Habits(habits);
  const settling = Math.max(0, inOrder.length - UNUSUAL.recentRows);
  let settled = habits;
  const judged = inOrder.map((arrival, index): Drafted => {
    const { found, journey } = ways.judge(arrival.trace);
    if (index === settling - 1) settled = structuredClone(ways.toJSON());
    return { ...arrival, found, journey };
  });
  return {
    habits: settled,
    settledTo: settling > 0 ? placeOf(inOrder[settling - 1]) : settledTo,
    judged,
    fromMs: fromMs ?? earliest([...fresh.values()]) ?? Number.POSITIVE_INFINITY,
    lateMs: earliest(late),
  };
}

/** The journeys of which it matters whether there was time for them. */
export function openJourneys({ judged, fromMs }: Draft): Journey[] {
  return judged.flatMap(({ trace, journey }) => (journey && trace.atMs >= fromMs ? [journey] : []));
}

/** @param travels impossible ones, by the key of the later sign-in. @returns what to remember, and the marks that change. */
export function settleDraft(
  { habits, settledTo, judged, fromMs }: Draft,
  travels: ReadonlyMap<string, Unusual>,
): { memory: Memory; changed: Marked[] } {
  const changed: Marked[] = [];
  const marked = judged.map(({ trace, stored, found, journey }): Marked => {
    if (trace.atMs < fromMs) return { trace, reasons: stored ?? [] };
    const travel = journey && travels.get(traceKey(trace));
    const reasons = travel ? [...found, travel] : found;
    if (stored === undefined || JSON.stringify(stored) !== JSON.stringify(reasons)) changed.push({ trace, reasons });
    return { trace, reasons };
  });
  return { memory: { habits, settledTo, recent: marked.slice(-UNUSUAL.recentRows) }, changed };
}

/** What is left when nothing before the instant may be known any more; undefined where that is nothing. */
export function forgetBefore({ habits, settledTo, recent }: Memory, beforeMs: number): Memory | undefined {
  const ways = new Habits(habits);
  ways.forget(beforeMs);
  const left = recent.filter(({ trace }) => trace.atMs >= beforeMs);
  if (left.length === 0 && ways.oldestMs === undefined) return undefined;
  return { habits: ways.toJSON(), settledTo: settledTo && settledTo.atMs >= beforeMs ? settledTo : null, recent: left };
}

/** The oldest time that a memory holds; undefined where it holds nothing. */
export function oldestOf({ habits, settledTo, recent }: Memory): number | undefined {
  const times = [new Habits(habits).oldestMs, settledTo?.atMs, recent[0]?.trace.atMs];
  return times.reduce((a, b) => (a === undefined || (b !== undefined && b < a) ? b : a), undefined);
}

function earliest(arrivals: readonly Arrival[]): number | undefined {
  return arrivals.length > 0 ? Math.min(...arrivals.map(({ trace }) => trace.atMs)) : undefined;
}

function placeOf(arrival: Arrival | undefined): Memory["settledTo"] {
  if (!arrival) return null;
  const { category, atMs, id } = arrival.trace;
  return { category, atMs, id };
}

/**
 * Which of a person's sign-ins are unusual, and why. Judged by what came before: a sign-in that the person has denied
 * teaches nothing, and neither does a failure, which may be anybody's.
 */
import { Habits } from "./habits";
import type { Status } from "./status";

/** What the rules need of a sign-in. */
export interface Trace {
  category: number;
  /** To the millisecond. */
  atMs: number;
  id: string;
  status: Status;
  country: string | null;
  city: string | null;
  deviceId: string | null;
  os: string | null;
  browser: string | null;
  address: string | null;
  /** The person said that it was not them. */
  denied: boolean;
}

export type Unusual =
  | { kind: "country" }
  | { kind: "device" }
  | { kind: "burst"; failures: number; minutes: number }
  | { kind: "travel"; km: number; minutes: number; fromCity: string | null };

/** Where and when somebody was. */
export type Visit = Pick<Trace, "category" | "atMs" | "id" | "country" | "city">;

/** Two successes in different places, of which only the coordinates tell whether there was time to travel. */
export interface Journey {
  from: Visit;
  to: Visit;
}

export interface Findings {
  /** By {@link traceKey}; those that are like others are not in it. */
  reasons: ReadonlyMap<string, readonly Unusual[]>;
  /** By the key of the later sign-in. */
  journeys: ReadonlyMap<string, Journey>;
}

/** @param history oldest first: see {@link compareTraces}. */
export function findUnusual(history: readonly Trace[]): Findings {
  const habits = new Habits();
  const reasons = new Map<string, readonly Unusual[]>();
  const journeys = new Map<string, Journey>();
  for (const trace of history) {
    const { found, journey } = habits.judge(trace);
    if (found.length > 0) reasons.set(traceKey(trace), found);
    if (journey) journeys.set(traceKey(trace), journey);
  }
  return { reasons, journeys };
}

/** Tells a sign-in from all others of its tenant: the time is part of the identity to the second. */
export function traceKey({ category, atMs, id }: Pick<Trace, "category" | "atMs" | "id">): string {
  return `${category} ${secondOf(atMs)} ${id}`;
}

/** The whole second by which a sign-in is stored. */
export function secondOf(atMs: number): number {
  return Math.floor(atMs / 1000) * 1000;
}

/** The one order in which sign-ins are judged, whatever order they arrived in. */
export function compareTraces(a: Pick<Trace, "category" | "atMs" | "id">, b: typeof a): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.category !== b.category) return a.category - b.category;
  return a.id < b.id ? -1 : Number(a.id > b.id);
}

/**
 * Which of a person's sign-ins are unusual, and why. Judged by what came before: a sign-in that the person has denied
 * teaches nothing, and neither does a failure, which may be anybody's.
 */
import type { Coordinates } from "./coordinates";
import { DAY_MS, HOUR_MS } from "./retention";
import type { Status } from "./status";
import { UNUSUAL } from "./unusual-limits";

/** What the rules need of a sign-in. */
export interface Trace {
  /** Tells it apart from the person's others. */
  key: string;
  at: Date;
  category: string;
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

/** Two successes in different places, of which only the coordinates tell whether there was time to travel. */
export interface Journey {
  from: Trace;
  to: Trace;
}

export interface Findings {
  /** By the sign-in's key; those that are like others are not in it. */
  reasons: ReadonlyMap<string, readonly Unusual[]>;
  /** By the key of the later sign-in. */
  journeys: ReadonlyMap<string, Journey>;
}

/** @param history oldest first. */
export function findUnusual(history: readonly Trace[]): Findings {
  const known = new Known();
  const bursts = new Map<string, FailureRun>();
  const reasons = new Map<string, Unusual[]>();
  const journeys = new Map<string, Journey>();
  for (const trace of history) {
    const found = known.newIn(trace);
    const run = bursts.get(trace.category) ?? new FailureRun();
    bursts.set(trace.category, run);
    const burst = run.next(trace);
    if (burst) found.push(burst);
    if (found.length > 0) reasons.set(trace.key, found);
    const journey = known.journeyTo(trace);
    if (journey) journeys.set(trace.key, journey);
    known.learn(trace);
  }
  return { reasons, journeys };
}

/** The ways of a person, as far as the sign-ins so far tell. */
class Known {
  #successes = 0;
  #since: Date | undefined;
  #last: Trace | undefined;
  readonly #countries = new Set<string>();
  readonly #devices = new Set<string>();
  readonly #networks = new Map<string, Date>();

  newIn(trace: Trace): Unusual[] {
    const { earlierSuccesses, historyDays } = UNUSUAL.newPlace;
    if (this.#since === undefined || this.#successes < earlierSuccesses) return [];
    if (trace.at.getTime() - this.#since.getTime() < historyDays * DAY_MS) return [];
    const found: Unusual[] = [];
    if (trace.country && !this.#countries.has(trace.country)) found.push({ kind: "country" });
    const [device] = devicesOf(trace);
    if (device && !this.#devices.has(device)) found.push({ kind: "device" });
    return found;
  }

  journeyTo(trace: Trace): Journey | undefined {
    const from = this.#last;
    if (trace.status !== "success" || !from || this.#knowsNetwork(trace)) return undefined;
    return from.country === trace.country && from.city === trace.city ? undefined : { from, to: trace };
  }

  learn(trace: Trace): void {
    if (trace.status !== "success" || trace.denied) return;
    this.#successes++;
    this.#since ??= trace.at;
    this.#last = trace;
    if (trace.country) this.#countries.add(trace.country);
    for (const device of devicesOf(trace)) this.#devices.add(device);
    const network = networkOf(trace.address);
    if (network && !this.#networks.has(network)) this.#networks.set(network, trace.at);
  }

  #knowsNetwork({ address, at }: Trace): boolean {
    const since = this.#networks.get(networkOf(address) ?? "");
    return since !== undefined && at.getTime() - since.getTime() >= UNUSUAL.knownNetworkHours * HOUR_MS;
  }
}

/** Failures since the last success of a log: guessing that ended in a success. */
class FailureRun {
  #times: number[] = [];
  #burst: { failures: number; endedAt: number } | undefined;

  next({ status, at }: Trace): Unusual | undefined {
    const { failures, minutes, successWithinMinutes } = UNUSUAL.burst;
    const time = at.getTime();
    if (status === "failure") {
      this.#times = [...this.#times.filter((each) => time - each <= minutes * 60_000), time];
      if (this.#times.length >= failures) this.#burst = { failures: this.#times.length, endedAt: time };
      return undefined;
    }
    if (status !== "success") return undefined;
    const burst = this.#burst;
    this.#times = [];
    this.#burst = undefined;
    if (!burst || time - burst.endedAt > successWithinMinutes * 60_000) return undefined;
    return { kind: "burst", failures: burst.failures, minutes };
  }
}

/** The device by its id where it has one, and by what it runs: versions change, and the device stays. */
function devicesOf({ deviceId, os, browser }: Trace): string[] {
  const programs = [os, browser].map((name) => name?.replace(/[\s/]*v?\d+(\.\d+)*.*$/, "").toLowerCase() ?? "");
  const kind = programs.some(Boolean) ? programs.join("/") : undefined;
  return [deviceId ? `id ${deviceId.toLowerCase()}` : undefined, kind].filter((device) => device !== undefined);
}

/** The first three parts of an address: who provides it, roughly. */
function networkOf(address: string | null): string | undefined {
  if (!address) return undefined;
  return address.includes(":") ? address.split(":").slice(0, 3).join(":") : address.split(".").slice(0, 3).join(".");
}

/** Whether nobody can have travelled like that. */
export function impossibleTravel({ from, to }: Journey, a: Coordinates, b: Coordinates): Unusual | undefined {
  const { overKm, overKmPerHour } = UNUSUAL.travel;
  const km = distanceKm(a, b);
  const ms = to.at.getTime() - from.at.getTime();
  if (km <= overKm || km <= overKmPerHour * (ms / HOUR_MS)) return undefined;
  return { kind: "travel", km: Math.round(km), minutes: Math.max(1, Math.round(ms / 60_000)), fromCity: from.city };
}

const EARTH_RADIUS_KM = 6371;

/** Along the surface of a sphere, which is near enough. */
function distanceKm(a: Coordinates, b: Coordinates): number {
  const [latA, latB, dLat, dLon] = [a.latitude, b.latitude, b.latitude - a.latitude, b.longitude - a.longitude].map(
    (degrees) => (degrees * Math.PI) / 180,
  ) as [number, number, number, number];
  const half = Math.sin(dLat / 2) ** 2 + Math.cos(latA) * Math.cos(latB) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
}

/** A person's ways, as far as their sign-ins so far tell: what the rules for unusual ones go by. */
import { FailureRun, type FailureRunData } from "./failure-run";
import { DAY_MS, HOUR_MS } from "./retention";
import type { Journey, Trace, Unusual, Visit } from "./unusual";
import { UNUSUAL } from "./unusual-limits";

/** As they are kept between sign-ins. Everything carries its time, so that it goes when its time is past. */
export interface HabitsData {
  /** Days with successes, oldest first: the first of the day, and how many. */
  days: [firstMs: number, successes: number][];
  last: Visit | null;
  /** When last seen in a success. */
  countries: [country: string, lastMs: number][];
  devices: [device: string, lastMs: number][];
  networks: [network: string, firstMs: number, lastMs: number][];
  /** By category. */
  runs: [category: number, run: FailureRunData][];
}

const NONE: HabitsData = { days: [], last: null, countries: [], devices: [], networks: [], runs: [] };

export class Habits {
  #days: HabitsData["days"];
  #last: Visit | null;
  readonly #countries: Map<string, number>;
  readonly #devices: Map<string, number>;
  readonly #networks: Map<string, { firstMs: number; lastMs: number }>;
  readonly #runs: Map<number, FailureRun>;

  constructor({ days, last, countries, devices, networks, runs }: HabitsData = NONE) {
    this.#days = days.map(([firstMs, successes]) => [firstMs, successes]);
    this.#last = last;
    this.#countries = new Map(countries);
    this.#devices = new Map(devices);
    this.#networks = new Map(networks.map(([network, firstMs, lastMs]) => [network, { firstMs, lastMs }]));
    this.#runs = new Map(runs.map(([category, run]) => [category, new FailureRun(run)]));
  }

  /** Says what is unusual about the next sign-in, and learns from it. */
  judge(trace: Trace): { found: Unusual[]; journey: Journey | undefined } {
    const found = this.#newIn(trace);
    const burst = this.#runOf(trace.category).next(trace);
    if (burst) found.push(burst);
    const journey = this.#journeyTo(trace);
    this.#learn(trace);
    return { found, journey };
  }

  /** Nothing that was last seen before the instant is known any more. */
  forget(beforeMs: number): void {
    this.#days = this.#days.filter(([firstMs]) => firstMs >= beforeMs);
    if (this.#last && this.#last.atMs < beforeMs) this.#last = null;
    for (const seen of [this.#countries, this.#devices]) {
      for (const [key, lastMs] of seen) if (lastMs < beforeMs) seen.delete(key);
    }
    for (const [key, network] of this.#networks) {
      if (network.lastMs < beforeMs) this.#networks.delete(key);
      else network.firstMs = Math.max(network.firstMs, beforeMs);
    }
    for (const [category, run] of this.#runs) {
      run.forget(beforeMs);
      if (run.isEmpty) this.#runs.delete(category);
    }
  }

  /** The oldest thing that is remembered; undefined where nothing is. */
  get oldestMs(): number | undefined {
    const oldest = Math.min(
      this.#days[0]?.[0] ?? Number.POSITIVE_INFINITY,
      this.#last?.atMs ?? Number.POSITIVE_INFINITY,
      ...this.#countries.values(),
      ...this.#devices.values(),
      ...[...this.#networks.values()].map(({ firstMs }) => firstMs),
      ...[...this.#runs.values()].map((run) => run.oldestMs),
    );
    return Number.isFinite(oldest) ? oldest : undefined;
  }

  toJSON(): HabitsData {
    return {
      days: this.#days,
      last: this.#last,
      countries: [...this.#countries],
      devices: [...this.#devices],
      networks: [...this.#networks].map(([network, { firstMs, lastMs }]) => [network, firstMs, lastMs]),
      runs: [...this.#runs].filter(([, run]) => !run.isEmpty).map(([category, run]) => [category, run.toJSON()]),
    };
  }

  #newIn(trace: Trace): Unusual[] {
    const { earlierSuccesses, historyDays } = UNUSUAL.newPlace;
    const [first] = this.#days;
    if (!first || trace.atMs - first[0] < historyDays * DAY_MS) return [];
    if (this.#days.reduce((sum, [, n]) => sum + n, 0) < earlierSuccesses) return [];
    const found: Unusual[] = [];
    if (trace.country && !this.#countries.has(trace.country)) found.push({ kind: "country" });
    const [device] = devicesOf(trace);
    if (device && !this.#devices.has(device)) found.push({ kind: "device" });
    return found;
  }

  #journeyTo(trace: Trace): Journey | undefined {
    const from = this.#last;
    if (trace.status !== "success" || !from || this.#knowsNetwork(trace)) return undefined;
    return from.country === trace.country && from.city === trace.city ? undefined : { from, to: visitOf(trace) };
  }

  #learn(trace: Trace): void {
    const { atMs, status, denied, country, address } = trace;
    if (status !== "success" || denied) return;
    const today = this.#days.at(-1);
    if (today && sameDay(today[0], atMs)) today[1]++;
    else this.#days.push([atMs, 1]);
    this.#last = visitOf(trace);
    if (country) see(this.#countries, country, atMs);
    for (const device of devicesOf(trace)) see(this.#devices, device, atMs);
    const network = networkOf(address);
    if (network) seeNetwork(this.#networks, network, atMs);
  }

  #knowsNetwork({ address, atMs }: Trace): boolean {
    const network = this.#networks.get(networkOf(address) ?? "");
    return network !== undefined && atMs - network.firstMs >= UNUSUAL.knownNetworkHours * HOUR_MS;
  }

  #runOf(category: number): FailureRun {
    const run = this.#runs.get(category) ?? new FailureRun();
    this.#runs.set(category, run);
    return run;
  }
}

function visitOf({ category, atMs, id, country, city }: Trace): Visit {
  return { category, atMs, id, country, city };
}

function sameDay(aMs: number, bMs: number): boolean {
  return Math.floor(aMs / DAY_MS) === Math.floor(bMs / DAY_MS);
}

function see(seen: Map<string, number>, key: string, atMs: number): void {
  seen.set(key, atMs);
  dropLongestUnused(seen, (lastMs) => lastMs);
}

function seeNetwork(networks: Map<string, { firstMs: number; lastMs: number }>, key: string, atMs: number): void {
  networks.set(key, { firstMs: networks.get(key)?.firstMs ?? atMs, lastMs: atMs });
  dropLongestUnused(networks, ({ lastMs }) => lastMs);
}

/** Whoever changes devices or networks all the time is not remembered at any length. */
function dropLongestUnused<Value>(seen: Map<string, Value>, lastOf: (value: Value) => number): void {
  if (seen.size <= UNUSUAL.remembered) return;
  let longest: [string, number] | undefined;
  for (const [key, value] of seen) if (!longest || lastOf(value) < longest[1]) longest = [key, lastOf(value)];
  if (longest) seen.delete(longest[0]);
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

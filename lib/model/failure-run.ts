import type { Trace, Unusual } from "./unusual";
import { UNUSUAL } from "./unusual-limits";

const MINUTE_MS = 60_000;

/** As it is kept between sign-ins. */
export interface FailureRunData {
  /** Seconds with failures, oldest first, and how many in each: a window holds few seconds, however many failures. */
  seconds: [second: number, failures: number][];
  burst: { failures: number; endedMs: number } | null;
}

/** Failures since the last success of a log: guessing that ended in a success. */
export class FailureRun {
  #seconds: [second: number, failures: number][];
  #burst: FailureRunData["burst"];

  constructor({ seconds, burst }: FailureRunData = { seconds: [], burst: null }) {
    this.#seconds = seconds.map(([second, failures]) => [second, failures]);
    this.#burst = burst;
  }

  next({ status, atMs }: Trace): Unusual | undefined {
    if (status === "failure") this.#fail(atMs);
    if (status !== "success") return undefined;
    const burst = this.#burst;
    this.#seconds = [];
    this.#burst = null;
    const { minutes, successWithinMinutes } = UNUSUAL.burst;
    if (!burst || atMs - burst.endedMs > successWithinMinutes * MINUTE_MS) return undefined;
    return { kind: "burst", failures: burst.failures, minutes };
  }

  forget(beforeMs: number): void {
    this.#seconds = this.#seconds.filter(([second]) => second * 1000 >= beforeMs);
    if (this.#burst && this.#burst.endedMs < beforeMs) this.#burst = null;
  }

  get isEmpty(): boolean {
    return this.#seconds.length === 0 && this.#burst === null;
  }

  get oldestMs(): number {
    const [first] = this.#seconds;
    return Math.min(
      first ? first[0] * 1000 : Number.POSITIVE_INFINITY,
      this.#burst?.endedMs ?? Number.POSITIVE_INFINITY,
    );
  }

  toJSON(): FailureRunData {
    return { seconds: this.#seconds, burst: this.#burst };
  }

  #fail(atMs: number): void {
    const { failures: enough, minutes } = UNUSUAL.burst;
    const second = Math.floor(atMs / 1000);
    while (this.#seconds[0] && second - this.#seconds[0][0] > minutes * 60) this.#seconds.shift();
    const last = this.#seconds.at(-1);
    if (last?.[0] === second) last[1]++;
    else this.#seconds.push([second, 1]);
    const failures = this.#seconds.reduce((sum, [, n]) => sum + n, 0);
    if (failures >= enough) this.#burst = { failures, endedMs: atMs };
  }
}

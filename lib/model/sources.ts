/** Where events come from, as batches and refused records name it, and when such a source is silent. */
import { DAY_MS } from "./retention";
import { SILENCE_LIMITS } from "./silence-limits";

const OVER_HTTP = "http:";

/** The source of what an API client sends. */
export function httpSource(client: string): string {
  return `${OVER_HTTP}${client}`;
}

/** The client of such a source; undefined for any other. */
export function clientOfSource(source: string): string | undefined {
  return source.startsWith(OVER_HTTP) ? source.slice(OVER_HTTP.length) : undefined;
}

const OWN: Readonly<Record<string, string>> = {
  http: "Over HTTP",
  "sign-in-page": "Signbook’s sign-in page",
  "token-endpoint": "Signbook’s token endpoint",
};

export function sourceLabel(source: string): string {
  const client = clientOfSource(source);
  return client === undefined ? (OWN[source] ?? source) : `${client}, over HTTP`;
}

/** How a source has arrived lately. */
export interface SourceHabit {
  arrivals: number;
  firstAt: Date;
  lastAt: Date;
  /** The longest pause between two arrivals, silences that were told left out. */
  longestPauseMs: number;
}

/** Whether a source has been silent for longer than its habit. */
export function isSilent({ arrivals, firstAt, lastAt, longestPauseMs }: SourceHabit, now: Date): boolean {
  const { leastArrivals, leastDays, factor, leastMinutes } = SILENCE_LIMITS;
  if (arrivals < leastArrivals || lastAt.getTime() - firstAt.getTime() < leastDays * DAY_MS) return false;
  return now.getTime() - lastAt.getTime() > Math.max(longestPauseMs * factor, leastMinutes * 60_000);
}

/** A silence that goes on, for readers. */
export interface Silence {
  source: string;
  since: Date;
  /** The longest pause that was usual before. */
  habitMs: number;
}

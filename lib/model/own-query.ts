/** What the page of own sign-ins can be asked for, as its address says it. Untrusted until parsed here. */
import type { License } from "./licenses";
import { DAY_MS, FUTURE_TOLERANCE_MS, HOUR_MS, retentionCutoff } from "./retention";

export const OWN_RANGES = { "24h": "Last 24 hours", "7d": "Last 7 days", all: "Everything kept" } as const;
export type OwnRange = keyof typeof OWN_RANGES;

export const OWN_SEARCH_MAX_LENGTH = 100;
export const OWN_PAGE_SIZE = 20;

export interface OwnQuery {
  range: OwnRange;
  from: Date;
  to: Date;
  failuresOnly: boolean;
  /** Looked for in application, address, place and device; empty when nothing is. */
  search: string;
  cursor?: { token: string; direction: "older" | "newer" };
}

export type ParsedOwnQuery = { ok: true; query: OwnQuery } | { ok: false; problems: Readonly<Record<string, string>> };

const LENGTHS_MS: Record<Exclude<OwnRange, "all">, number> = { "24h": 24 * HOUR_MS, "7d": 7 * DAY_MS };

/** @param params of the address; what is not named here belongs to the page. */
export function parseOwnQuery(
  params: URLSearchParams,
  { license, now }: { license: License; now: Date },
): ParsedOwnQuery {
  const problems: Record<string, string> = {};
  const range = params.get("range") || "all";
  if (!isOwnRange(range)) problems.range = `Time: choose one of ${Object.keys(OWN_RANGES).join(", ")}.`;
  const failures = params.get("failures") ?? "";
  if (!["", "1"].includes(failures)) problems.failures = "Failed only: 1, or nothing.";
  const search = (params.get("search") ?? "").trim();
  if (search.length > OWN_SEARCH_MAX_LENGTH) {
    problems.search = `Search: at most ${OWN_SEARCH_MAX_LENGTH} characters.`;
  }
  // PostgreSQL knows no NUL, and a person does not type one.
  if (/\p{Cc}/u.test(search)) problems.search = "Search: control characters are not allowed.";
  const [older, newer] = [params.get("older"), params.get("newer")];
  if (older && newer) problems.older = "Page: either older or newer, not both.";
  if (Object.keys(problems).length > 0 || !isOwnRange(range)) return { ok: false, problems };
  const cutoff = retentionCutoff(license, now);
  const wanted = range === "all" ? cutoff : new Date(now.getTime() - LENGTHS_MS[range]);
  return {
    ok: true,
    query: {
      range,
      from: wanted > cutoff ? wanted : cutoff,
      to: new Date(now.getTime() + FUTURE_TOLERANCE_MS),
      failuresOnly: failures === "1",
      search,
      ...(older ? { cursor: { token: older, direction: "older" as const } } : {}),
      ...(newer ? { cursor: { token: newer, direction: "newer" as const } } : {}),
    },
  };
}

function isOwnRange(word: string): word is OwnRange {
  return Object.hasOwn(OWN_RANGES, word);
}

/** The address of the page with a query's filters, and with a cursor where one is given. */
export function ownQueryHref(
  { range, failuresOnly, search }: Pick<OwnQuery, "range" | "failuresOnly" | "search">,
  cursor?: { older: string } | { newer: string },
): string {
  const params = new URLSearchParams({
    ...(range === "all" ? {} : { range }),
    ...(failuresOnly ? { failures: "1" } : {}),
    ...(search ? { search } : {}),
    ...cursor,
  });
  const text = params.toString();
  return text ? `/my-sign-ins?${text}` : "/my-sign-ins";
}

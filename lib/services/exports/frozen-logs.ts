/** The questions of an export, between the row that keeps them and the query that answers them. */

import { InvalidInputError } from "@/lib/model/errors";
import type { ExportLog } from "@/lib/model/exports";
import type { Interval } from "@/lib/model/intervals";
import type { License } from "@/lib/model/licenses";
import { parseLogQuery } from "@/lib/model/log-query";
import { retentionCutoff } from "@/lib/model/retention";
import type { BundleLog } from "./bundle/write-bundle";

/**
 * Reads a kept log again, as its page would. Old rows outlive new code, so what was good once may not be any more.
 * @throws InvalidInputError that names the filter.
 */
export function thawLog(log: ExportLog, license: License, now: Date): BundleLog {
  const { category, params, from, to, after } = log;
  const search = new URLSearchParams(params);
  for (const [key, value] of [
    ["range", "custom"],
    ["from", from],
    ["to", to],
  ] as const) {
    search.set(key, value);
  }
  const parsed = parseLogQuery(category, search, { now, zone: "UTC" });
  if (!parsed.ok) throw new InvalidInputError(parsed.problems);
  const { filters } = parsed.query;
  return { category, range: keptPart(parsed.query, retentionCutoff(license, now)), filters, ...(after && { after }) };
}

/** What of a range the license keeps; an empty one where that is nothing. */
function keptPart({ from, to }: Interval, cutoff: Date): Interval {
  if (from >= cutoff) return { from, to };
  return { from: cutoff, to: to > cutoff ? to : cutoff };
}

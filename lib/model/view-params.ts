/** What of an address is the view itself, apart from who looks at it, when, and from which time zone. */
import { CATEGORIES } from "./categories";
import type { LogQuery } from "./log-query";
import { addressOf, GROUPING_PARAMETERS, withoutBlanks } from "./log-query-href";

/**
 * The parameters of a view: its range, filters and grouping, so that they mean the same to every reader. A rolling range
 * stays rolling; the ends of a custom one become instants, as a wall clock time is another instant in another zone.
 */
export function viewParams(query: LogQuery, params: URLSearchParams): URLSearchParams {
  const given = withoutBlanks(params);
  const view = new URLSearchParams({ range: query.preset });
  if (query.preset === "custom") {
    // An end left open stays open.
    if (given.has("from")) view.set("from", query.from.toISOString());
    if (given.has("to")) view.set("to", query.to.toISOString());
  }
  for (const key of [...CATEGORIES[query.category].filters, ...GROUPING_PARAMETERS]) {
    for (const value of given.getAll(key)) view.append(key, value.trim());
  }
  return view;
}

/** The address to hand to another reader: the view, the open record, and what was chosen of its presentation. */
export function sharedAddress(path: string, query: LogQuery, params: URLSearchParams): string {
  const shared = viewParams(query, params);
  const given = withoutBlanks(params);
  for (const key of ["tz", "size", "open", "at", "pane"]) {
    const value = given.get(key);
    if (value !== null) shared.set(key, value.trim());
  }
  return addressOf(path, shared);
}

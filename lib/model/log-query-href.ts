/** Links between views of the logs. The address is the state: a link alters what it is about and keeps the rest. */
import { CATEGORIES, type CategorySlug } from "./categories";
import { FILTERS } from "./filters";
import { isGrouped } from "./grouping";
import { DEFAULT_RANGE } from "./log-query-range";

/** `null` takes a parameter away; a list sets it several times. */
export type QueryChanges = Readonly<Record<string, string | readonly string[] | null>>;

const CURSORS = ["after", "before"];
const PANE = ["open", "at", "pane"];
/** Which groups are expanded, and the place inside one. */
const EXPANSION = ["expand", "members"];
/** The filter whose form is open: gone with the next step. */
const ADDING = "add";
/** Says that the filters are those of the last visit: gone with the next change of what is shown. */
export const REMEMBERED = "remembered";

export const RANGE_PARAMETERS = ["range", "from", "to"] as const;
/** How matches are put together. */
export const GROUPING_PARAMETERS = ["window", "by"] as const;
/** Any of these says what is to be shown; zone and rows per page do not. */
const DECISIVE: readonly string[] = [
  ...RANGE_PARAMETERS,
  ...GROUPING_PARAMETERS,
  ...Object.keys(FILTERS),
  ...CURSORS,
  "open",
  "at",
];
/** Tells on one page why a form changed nothing: no link carries it on. */
const ONCE = "refused";
/** What means the same in every log. */
const SHARED_BY_ALL = [...RANGE_PARAMETERS, "tz", "size"];
/** The field that matches are broken down by: goes where the filters go. */
const BREAKDOWN = "by";
/** What means the same in every grouped log. */
const SHARED_BY_GROUPED = ["window"];

/**
 * The address of a log with some parameters changed.
 * A cursor is only good for the filters it was made with, and an open record for the page it stands on: turning the page
 * closes the pane, any other change also goes back to the newest page. A change never leads to an address that says
 * nothing of what to show: there the filters of the last visit would come back.
 * @param params the parameters now; empty ones are dropped.
 */
export function logQueryHref(path: string, params: URLSearchParams, changes: QueryChanges = {}): string {
  const next = withoutBlanks(params);
  next.delete(ONCE);
  const changed = Object.keys(changes);
  const turnsPage = changed.some((key) => CURSORS.includes(key));
  const changesView = changed.some((key) => ![...CURSORS, ...PANE, ...EXPANSION, ADDING].includes(key));
  if (turnsPage || changesView) for (const key of [...CURSORS, ...PANE, ...EXPANSION]) next.delete(key);
  if (changesView) next.delete(REMEMBERED);
  if (changed.length > 0) next.delete(ADDING);
  for (const [key, value] of Object.entries(changes)) {
    next.delete(key);
    if (value === null) continue;
    for (const one of typeof value === "string" ? [value] : value) next.append(key, one);
  }
  if (changed.length > 0 && isUndecided(next)) next.set("range", DEFAULT_RANGE);
  return addressOf(path, next);
}

/** Whether the parameters leave open what is to be shown. */
export function isUndecided(params: URLSearchParams): boolean {
  return ![...params].some(([key, value]) => DECISIVE.includes(key) && value.trim() !== "");
}

export function withoutBlanks(params: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...params].filter(([, value]) => value.trim() !== ""));
}

export function addressOf(path: string, params: URLSearchParams): string {
  const query = params.toString();
  return query === "" ? path : `${path}?${query}`;
}

/**
 * The parameters that go along in a form which changes the given ones: everything else that is part of the view, as
 * that form's hidden fields.
 */
export function paramsKept(params: URLSearchParams, changed: readonly string[]): [string, string][] {
  const gone = new Set([...CURSORS, ...PANE, ...EXPANSION, ADDING, REMEMBERED, ...changed]);
  return [...withoutBlanks(params)].filter(([key]) => !gone.has(key));
}

/**
 * The parameters that go along to the tab of another log. The two user logs share their filters; any other keeps its
 * own, and only the range goes along.
 * @param remembered the filters last in force in the other log, where it is of another kind.
 */
export function paramsForCategory(
  from: CategorySlug,
  to: CategorySlug,
  params: URLSearchParams,
  remembered = new URLSearchParams(),
): URLSearchParams {
  const sameKind = CATEGORIES[from].principal === CATEGORIES[to].principal;
  const filters: readonly string[] = CATEGORIES[to].filters;
  const kept = new Set<string>([
    ...SHARED_BY_ALL,
    ...(isGrouped(CATEGORIES[to]) ? SHARED_BY_GROUPED : []),
    ...(sameKind ? [...filters, BREAKDOWN] : []),
  ]);
  const own = sameKind ? [] : [...remembered].filter(([key]) => filters.includes(key) || key === BREAKDOWN);
  const along = new URLSearchParams([...[...withoutBlanks(params)].filter(([key]) => kept.has(key)), ...own]);
  if (own.length > 0) along.set(REMEMBERED, "1");
  return along;
}

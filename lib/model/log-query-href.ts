/** Links between views of the logs. The address is the state: a link alters what it is about and keeps the rest. */
import { CATEGORIES, type CategorySlug } from "./categories";
import { isGrouped } from "./grouping";

/** `null` takes a parameter away; a list sets it several times. */
export type QueryChanges = Readonly<Record<string, string | readonly string[] | null>>;

const CURSORS = ["after", "before"];
const PANE = ["open", "at", "pane"];
/** Which groups are expanded, and the place inside one. */
const EXPANSION = ["expand", "members"];
/** What means the same in every log. */
const SHARED_BY_ALL = ["range", "from", "to", "tz", "size"];
/** What means the same in every grouped log. */
const SHARED_BY_GROUPED = ["window"];

/**
 * The address of a log with some parameters changed.
 * A cursor is only good for the filters it was made with, and an open record for the page it stands on: turning the page
 * closes the pane, any other change also goes back to the newest page.
 * @param params the parameters now; empty ones are dropped.
 */
export function logQueryHref(path: string, params: URLSearchParams, changes: QueryChanges = {}): string {
  const next = new URLSearchParams([...params].filter(([, value]) => value.trim() !== ""));
  const changed = Object.keys(changes);
  const turnsPage = changed.some((key) => CURSORS.includes(key));
  const changesView = changed.some((key) => ![...CURSORS, ...PANE, ...EXPANSION].includes(key));
  if (turnsPage || changesView) for (const key of [...CURSORS, ...PANE, ...EXPANSION]) next.delete(key);
  for (const [key, value] of Object.entries(changes)) {
    next.delete(key);
    if (value === null) continue;
    for (const one of typeof value === "string" ? [value] : value) next.append(key, one);
  }
  const query = next.toString();
  return query === "" ? path : `${path}?${query}`;
}

/** The parameters that go along to the tab of another log: the two user logs share their filters, the others only the range. */
export function paramsForCategory(from: CategorySlug, to: CategorySlug, params: URLSearchParams): URLSearchParams {
  const sameKind = CATEGORIES[from].principal === CATEGORIES[to].principal;
  const kept = new Set<string>([
    ...SHARED_BY_ALL,
    ...(isGrouped(CATEGORIES[to]) ? SHARED_BY_GROUPED : []),
    ...(sameKind ? CATEGORIES[to].filters : []),
  ]);
  return new URLSearchParams([...params].filter(([key, value]) => kept.has(key) && value.trim() !== ""));
}

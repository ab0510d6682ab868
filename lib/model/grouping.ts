/**
 * Grouped logs: sign-ins of one category that are identical but for time, inside one window, are one row. Windows are
 * aligned to UTC, so that the same sign-ins are in the same window for every reader.
 */
import type { CategoryDefinition } from "./categories";
import type { Interval } from "./intervals";
import { HOUR_MS } from "./retention";

/** The words of the `window` parameter, with their hours. */
export const GROUP_WINDOWS = { "1h": 1, "6h": 6, "24h": 24 } as const;
export type GroupWindow = keyof typeof GROUP_WINDOWS;
export const DEFAULT_GROUP_WINDOW: GroupWindow = "24h";

export const GROUP_WINDOW_LABELS: Record<GroupWindow, string> = { "1h": "1 hour", "6h": "6 hours", "24h": "24 hours" };

export function isGroupWindow(text: string): text is GroupWindow {
  return Object.hasOwn(GROUP_WINDOWS, text);
}

/** Interactive sign-ins are never grouped: each is an act of a person. */
export function isGrouped({ slug }: Pick<CategoryDefinition, "slug">): boolean {
  return slug !== "interactive";
}

/** The window that holds an instant. */
export function windowOf(at: Date, window: GroupWindow): Interval {
  const lengthMs = GROUP_WINDOWS[window] * HOUR_MS;
  const start = Math.floor(at.getTime() / lengthMs) * lengthMs;
  return { from: new Date(start), to: new Date(start + lengthMs) };
}

/** The windows that touch a range, newest first. */
export function* windowsNewestFirst(range: Interval, window: GroupWindow): Generator<Interval> {
  if (range.from >= range.to) return;
  const oldest = windowOf(range.from, window).from;
  let current = windowOf(new Date(range.to.getTime() - 1), window);
  while (current.from >= oldest) {
    yield current;
    current = windowOf(new Date(current.from.getTime() - 1), window);
  }
}

/** A group's name in addresses: the hour its window begins at, and its key. */
export function formatGroupId(windowFrom: Date, groupKey: string): string {
  return `${Math.floor(windowFrom.getTime() / HOUR_MS).toString(36)}.${groupKey}`;
}

const GROUP_ID = /^([0-9a-z]{1,8})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** Takes a group's name apart; undefined when it was not made by {@link formatGroupId}. */
export function parseGroupId(text: string): { windowFrom: Date; groupKey: string } | undefined {
  const [, hour, groupKey] = GROUP_ID.exec(text) ?? [];
  if (!hour || !groupKey) return undefined;
  const windowFrom = new Date(Number.parseInt(hour, 36) * HOUR_MS);
  return Number.isNaN(windowFrom.getTime()) ? undefined : { windowFrom, groupKey };
}

/** A group whose members stand below its row, and how far into them. */
export interface ExpandedGroup {
  id: string;
  /** A cursor of an earlier page of its members, as it came. */
  after?: string;
}

/** More at once would make a page of unbounded cost. */
export const MAX_EXPANDED = 20;
const MEMBERS_SEPARATOR = "~";

/** The value of `members` for a page of a group's members. */
export function formatMembersCursor(groupId: string, cursor: string): string {
  return `${groupId}${MEMBERS_SEPARATOR}${cursor}`;
}

/** Which groups an address expands; undefined when a value is none that a page would have made. */
export function parseExpanded(expand: readonly string[], members: readonly string[]): ExpandedGroup[] | undefined {
  if (expand.length > MAX_EXPANDED || !expand.every(parseGroupId)) return undefined;
  const cursors = new Map(members.map((value) => splitOnce(value)));
  if ([...cursors.keys()].some((id) => !parseGroupId(id))) return undefined;
  return [...new Set(expand)].map((id) => {
    const after = cursors.get(id);
    return after ? { id, after } : { id };
  });
}

function splitOnce(text: string): [string, string] {
  const at = text.indexOf(MEMBERS_SEPARATOR);
  return at < 0 ? ["", ""] : [text.slice(0, at), text.slice(at + 1)];
}

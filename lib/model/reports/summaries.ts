/** Summaries of the sign-in report: the groups of the logs, with the reference's words for their windows. */
import { formatGroupId, type GroupWindow, parseGroupId } from "../grouping";

/** The values of `aggregationWindow`. */
export const SUMMARY_WINDOWS = { h1: "1h", h6: "6h", d1: "24h" } as const satisfies Record<string, GroupWindow>;
export type SummaryWindow = keyof typeof SUMMARY_WINDOWS;

export function isSummaryWindow(text: string): text is SummaryWindow {
  return Object.hasOwn(SUMMARY_WINDOWS, text);
}

/** A summary's id: which window, when it began, and which group. */
export function formatSummaryId(window: SummaryWindow, windowFrom: Date, groupKey: string): string {
  return `${window}.${formatGroupId(windowFrom, groupKey)}`;
}

/** Takes an id apart; undefined when it was not made by {@link formatSummaryId}. */
export function parseSummaryId(id: string): { window: GroupWindow; windowFrom: Date; groupKey: string } | undefined {
  const [window = ""] = id.split(".", 1);
  const group = parseGroupId(id.slice(window.length + 1));
  return isSummaryWindow(window) && group ? { window: SUMMARY_WINDOWS[window], ...group } : undefined;
}

import { PagerFoot, RANGE_FORM } from "@/app/_components/pager-foot";
import { formatCount } from "@/lib/model/format-number";
import { formatInstant, formatMinute, zoneLabel } from "@/lib/model/format-time";
import { GROUP_WINDOW_LABELS, type GroupWindow } from "@/lib/model/grouping";
import type { LogQuery } from "@/lib/model/log-query";
import { RANGE_LABELS } from "@/lib/model/log-query-range";
import type { PageFrame } from "@/lib/model/sign-in-view";
import { type LogView, viewHref } from "./log-view";
import type { LogContent } from "./read-log";

interface PagerProps {
  view: LogView;
  query: LogQuery;
  content: LogContent;
}

export function Pager({ view, query, content }: PagerProps) {
  const { page } = content;
  const newer = page.newerCursor && viewHref(view, { before: page.newerCursor, after: null });
  const older = page.olderCursor && viewHref(view, { after: page.olderCursor, before: null });
  const aside = <span className="max-[1280px]:min-[721px]:hidden"> · {rangeText(view, query, page)}</span>;
  return (
    <PagerFoot aside={aside} newer={newer} older={older} shown={shownText(view, content)} size={query.size}>
      {content.kind === "groups" && <WindowChoice window={query.window} />}
    </PagerFoot>
  );
}

/** How far apart members of a group may be. A control of the filter form, which is elsewhere on the page. */
function WindowChoice({ window }: { window: GroupWindow }) {
  return (
    <label
      className="field flex-none"
      title="Sign-ins that are identical but for time are one row within this window, UTC"
    >
      <span>Grouped by</span>
      <select
        autoComplete="off"
        data-submit-on-change=""
        defaultValue={window}
        form={RANGE_FORM}
        key={window}
        name="window"
      >
        {Object.entries(GROUP_WINDOW_LABELS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** What stands on this page: how many, and from when to when. */
function shownText({ zone }: LogView, content: LogContent): string {
  const items = content.kind === "groups" ? content.page.groups.map(({ latest }) => latest) : content.page.items;
  const newest = items[0];
  const oldest = items.at(-1);
  if (!newest || !oldest) return "Nothing on this page";
  const noun = content.kind === "groups" ? "group" : "sign-in";
  const count = `${formatCount(items.length)} ${noun}${items.length === 1 ? "" : "s"}`;
  if (items.length === 1) return `${count}, ${formatInstant(newest.createdAt, zone.name)}`;
  return `${count}, ${formatInstant(newest.createdAt, zone.name)} back to ${formatInstant(oldest.createdAt, zone.name)}`;
}

/** The range that was read. */
function rangeText({ zone }: LogView, query: LogQuery, { range }: PageFrame): string {
  const since = formatMinute(range.from, zone.name);
  const named = zoneLabel(zone.name, range.from);
  if (query.preset !== "custom") return `${RANGE_LABELS[query.preset]}, since ${since} (${named})`;
  return `Range ${since} to ${formatMinute(range.to, zone.name)} (${named})`;
}

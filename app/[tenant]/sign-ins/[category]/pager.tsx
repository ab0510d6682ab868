import { Icon } from "@/app/_components/icon";
import { formatCount } from "@/lib/model/format-number";
import { formatInstant, formatMinute, zoneLabel } from "@/lib/model/format-time";
import { GROUP_WINDOW_LABELS, type GroupWindow } from "@/lib/model/grouping";
import { type LogQuery, PAGE_SIZES } from "@/lib/model/log-query";
import { RANGE_LABELS } from "@/lib/model/log-query-range";
import type { PageFrame } from "@/lib/model/sign-in-view";
import { RANGE_FORM } from "./filters/range-form";
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
  return (
    <footer className="pager">
      <nav aria-label="Pages" className="flex gap-2">
        <PageLink direction="newer" href={newer} />
        <PageLink direction="older" href={older} />
      </nav>
      <p
        aria-live="polite"
        className="tabular min-w-0 truncate text-muted max-[720px]:order-last max-[720px]:w-full max-[720px]:whitespace-normal"
      >
        {shownText(view, content)}
        <span className="max-[1280px]:min-[721px]:hidden"> · {rangeText(view, query, page)}</span>
      </p>
      <span className="ml-auto" />
      {content.kind === "groups" && <WindowChoice window={query.window} />}
      <label className="field flex-none">
        <span>Rows</span>
        <select data-submit-on-change="" defaultValue={query.size} form={RANGE_FORM} key={query.size} name="size">
          {PAGE_SIZES.map((size) => (
            <option key={size} value={size}>
              {size}
            </option>
          ))}
        </select>
      </label>
    </footer>
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
      <select data-submit-on-change="" defaultValue={window} form={RANGE_FORM} key={window} name="window">
        {Object.entries(GROUP_WINDOW_LABELS).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

export function PageLink({ direction, href }: { direction: "newer" | "older"; href: string | null }) {
  const label = direction === "newer" ? "Newer" : "Older";
  const content = (
    <>
      {direction === "newer" && <Icon name="chevronLeft" />}
      {label}
      {direction === "older" && <Icon name="chevronRight" />}
    </>
  );
  if (!href) {
    return (
      <span aria-disabled="true" className="button">
        {content}
      </span>
    );
  }
  return (
    <a className="button" data-soft="" href={href} rel={direction === "newer" ? "prev" : "next"}>
      {content}
    </a>
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

import type { ActivityLogQuery } from "@/lib/model/activity-log-query";
import type { ActivityPage } from "@/lib/model/activity-query";
import { formatCount } from "@/lib/model/format-number";
import { formatInstant } from "@/lib/model/format-time";
import { PAGE_SIZES } from "@/lib/model/log-query";
import { RANGE_FORM } from "../sign-ins/[category]/filters/range-form";
import { PageLink } from "../sign-ins/[category]/pager";
import { type ActivityItem, type ActivityView, activityHref } from "./activity-log";

interface PagerProps {
  view: ActivityView;
  query: ActivityLogQuery;
  page: ActivityPage<ActivityItem>;
}

export function ActivityPager({ view, query, page }: PagerProps) {
  const newer = page.previous && activityHref(view, { before: page.previous, after: null });
  const older = page.next && activityHref(view, { after: page.next, before: null });
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
        {shownText(view, page)}
      </p>
      <span className="ml-auto" />
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

/** What stands on this page: how many, and from when to when. */
function shownText({ zone, words }: ActivityView, { items }: ActivityPage<ActivityItem>): string {
  const [newest, oldest] = [items[0], items.at(-1)];
  if (!newest || !oldest) return "Nothing on this page";
  const from = formatInstant(newest.at, zone.name);
  if (items.length === 1) return `1 ${words.noun}, ${from}`;
  return `${formatCount(items.length)} ${words.nouns}, ${from} back to ${formatInstant(oldest.at, zone.name)}`;
}

import { PagerFoot } from "@/app/_components/pager-foot";
import type { ActivityLogQuery } from "@/lib/model/activity-log-query";
import type { ActivityPage } from "@/lib/model/activity-query";
import { formatCount } from "@/lib/model/format-number";
import { formatInstant } from "@/lib/model/format-time";
import { type ActivityItem, type ActivityView, activityHref } from "./activity-log";

interface PagerProps {
  view: ActivityView;
  query: ActivityLogQuery;
  page: ActivityPage<ActivityItem>;
}

export function ActivityPager({ view, query, page }: PagerProps) {
  const newer = page.previous && activityHref(view, { before: page.previous, after: null });
  const older = page.next && activityHref(view, { after: page.next, before: null });
  return <PagerFoot newer={newer} older={older} shown={shownText(view, page)} size={query.size} />;
}

/** What stands on this page: how many, and from when to when. */
function shownText({ zone, words }: ActivityView, { items }: ActivityPage<ActivityItem>): string {
  const [newest, oldest] = [items[0], items.at(-1)];
  if (!newest || !oldest) return "Nothing on this page";
  const from = formatInstant(newest.at, zone.name);
  if (items.length === 1) return `1 ${words.noun}, ${from}`;
  return `${formatCount(items.length)} ${words.nouns}, ${from} back to ${formatInstant(oldest.at, zone.name)}`;
}

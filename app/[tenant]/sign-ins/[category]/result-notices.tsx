/** What must be said about a result before it is read: cut ranges, searches that stopped early, unusable addresses. */
import { Icon } from "@/app/_components/icon";
import { UnusableAddress } from "@/app/_components/unusable-address";
import { formatInstant, formatMinute, zoneOffset } from "@/lib/model/format-time";
import type { PageFrame } from "@/lib/model/sign-in-view";
import { KeepLooking } from "./keep-looking";
import { type LogView, viewHref, withoutFilters } from "./log-view";

interface ResultProps {
  view: LogView;
  page: PageFrame;
  isEmpty: boolean;
}

export function ResultNotices({ view, page, isEmpty }: ResultProps) {
  const { name: zone } = view.zone;
  const further = page.olderCursor && viewHref(view, { after: page.olderCursor, before: null });
  if (!page.clamped && !page.searchedBackTo) return null;
  const clampedTo = `${formatMinute(page.range.from, zone)} ${zoneOffset(zone, page.range.from)}`;
  return (
    <div className="grid gap-2 px-(--gutter) pb-3">
      {page.clamped && (
        <p className="notice">
          <Icon className="text-muted" name="clock" />
          {`The license keeps sign-ins since ${clampedTo}; older ones in the range asked for are not shown.`}
        </p>
      )}
      {page.searchedBackTo && (
        <p className="notice" data-tone="warning">
          <Icon name="clock" />
          <span>
            Searched back to {formatInstant(page.searchedBackTo, zone)} {zoneOffset(zone, page.searchedBackTo)} so far;
            there may be older matches.{" "}
            {further && (
              <a className="text-link" data-soft="" href={further}>
                Keep looking
              </a>
            )}
            {further && isEmpty && <KeepLooking href={further} />}
          </span>
        </p>
      )}
    </div>
  );
}

export function RejectedParameters({ view }: { view: LogView }) {
  return (
    <UnusableAddress
      hrefWithout={(keys) => viewHref(view, Object.fromEntries(keys.map((key) => [key, null])))}
      problems={view.problems}
      startHref={withoutFilters({ ...view, params: new URLSearchParams() })}
    />
  );
}

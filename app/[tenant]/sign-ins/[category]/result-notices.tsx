/** What must be said about a result before it is read: cut ranges, searches that stopped early, unusable addresses. */
import { Icon } from "@/app/_components/icon";
import { formatInstant, formatMinute } from "@/lib/model/format-time";
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
  return (
    <div className="grid gap-2 px-(--gutter) pb-3">
      {page.clamped && (
        <p className="notice">
          <Icon className="text-muted" name="clock" />
          The license keeps sign-ins since {formatMinute(page.range.from, zone)}; older ones in the range asked for are
          not shown.
        </p>
      )}
      {page.searchedBackTo && (
        <p className="notice" data-tone="warning">
          <Icon name="clock" />
          <span>
            Searched back to {formatInstant(page.searchedBackTo, zone)} so far; there may be older matches.{" "}
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

/** Instead of rows: nothing was searched. Names every problem once more, as not every parameter has a field. */
export function RejectedParameters({ view }: { view: LogView }) {
  const unusable = Object.keys(view.problems);
  return (
    <section className="border-line border-t px-(--gutter) py-6">
      <div className="notice max-w-[720px]" data-tone="failure" role="alert">
        <Icon name="warning" />
        <div className="grid gap-2">
          <p className="font-medium">
            {unusable.length === 1 ? "One part" : `${unusable.length} parts`} of this address cannot be used, so nothing
            was searched.
          </p>
          <ul className="grid gap-1">
            {unusable.map((key) => (
              <li key={key}>{view.problems[key]}</li>
            ))}
          </ul>
          <p className="flex flex-wrap gap-x-4 gap-y-1">
            <a
              className="text-link"
              data-soft=""
              href={viewHref(view, Object.fromEntries(unusable.map((key) => [key, null])))}
            >
              Show the log without {unusable.length === 1 ? "it" : "them"}
            </a>
            <a className="text-link" data-soft="" href={withoutFilters({ ...view, params: new URLSearchParams() })}>
              Start again
            </a>
          </p>
        </div>
      </div>
    </section>
  );
}

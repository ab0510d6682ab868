import { StatusMark } from "@/app/_components/status-mark";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import { PaneControls } from "../sign-ins/[category]/pane/pane-buttons";
import { PaneShell } from "../sign-ins/[category]/pane/pane-shell";
import {
  type ActivityItem,
  type ActivityLog,
  type ActivityView,
  activityHref,
  type OpenedActivity,
} from "./activity-log";

interface PaneProps<Item extends ActivityItem> {
  log: ActivityLog<Item>;
  view: ActivityView;
  opened: OpenedActivity<Item>;
  /** The rows beside it, for the way to the previous and the next. */
  items: readonly Item[];
}

/** One record in full, beside the table. Its address is the page's with `open` and `pane`. */
export function ActivityPane<Item extends ActivityItem>({ log, view, opened, items }: PaneProps<Item>) {
  const { id, item } = opened;
  return (
    <PaneShell label={`Details of the ${log.noun}`}>
      {item ? (
        <Details item={item} items={items} log={log} view={view} />
      ) : (
        <div className="pane-head pb-6">
          <PaneControls closeHref={closed(view)} noun={log.noun} />
          <h2>This {log.noun} is not in the log</h2>
          <p className="pt-1 text-muted text-sm">
            There is none with the ID <span className="mono break-all">{id}</span>, or it is older than is kept.
          </p>
        </div>
      )}
    </PaneShell>
  );
}

function closed(view: ActivityView): string {
  return activityHref(view, { open: null, pane: null });
}

function Details<Item extends ActivityItem>({
  log,
  view,
  item,
  items,
}: Pick<PaneProps<Item>, "log" | "view" | "items"> & { item: Item }) {
  const zone = view.zone.name;
  const { tone, label, reason } = log.statusOf(item);
  const byWhom = log.byWhom(item);
  const tabs = Object.keys(log.tabs);
  const [first = ""] = tabs;
  const tab = tabs.find((key) => key === view.params.get("pane")?.trim()) ?? first;
  const index = items.findIndex(({ id, at }) => id === item.id && at.getTime() === item.at.getTime());
  const hrefOf = (other: Item | undefined) => other && activityHref(view, { open: other.id });
  return (
    <>
      <div className="pane-head" data-status={tone}>
        <PaneControls
          closeHref={closed(view)}
          nextHref={index >= 0 ? hrefOf(items[index + 1]) : undefined}
          noun={log.noun}
          previousHref={index > 0 ? hrefOf(items[index - 1]) : undefined}
          sharedHref={view.sharedHref}
        >
          <StatusMark label={label} tone={tone} />
        </PaneControls>
        <h2 className="break-words pr-2">{log.sentence(item)}</h2>
        {reason && <p className="break-words pt-1 pr-2 text-sm">{reason}</p>}
        <p className="tabular pt-1 text-muted text-sm">
          {byWhom && <span className="font-medium text-ink">{byWhom}</span>}
          {byWhom && " · "}
          {formatInstant(item.at, zone)} ({zoneLabel(zone, item.at)})
        </p>
        <nav aria-label="Details" className="tabs">
          {tabs.map((key) => (
            <a
              aria-current={key === tab ? "page" : undefined}
              className="tab"
              data-soft=""
              href={activityHref(view, { pane: key === first ? null : key })}
              key={key}
            >
              {log.tabs[key]}
            </a>
          ))}
        </nav>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <div className="pane-body" key={`${item.id} ${tab}`} tabIndex={0}>
        {log.tab(tab, item, view)}
      </div>
    </>
  );
}

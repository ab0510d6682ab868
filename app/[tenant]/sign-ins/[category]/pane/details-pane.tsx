import { Icon } from "@/app/_components/icon";
import { StatusMark } from "@/app/_components/status-mark";
import { partyLabel } from "@/lib/model/format-place";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import { signInSentence } from "@/lib/model/sentences";
import type { SignInDetail, SignInListItem } from "@/lib/model/sign-in-view";
import { type LogView, viewHref } from "../log-view";
import type { OpenedRecord } from "../read-log";
import { AuthenticationTab } from "./authentication-tab";
import { ConditionalAccessTab } from "./conditional-access-tab";
import { FactGroups } from "./facts";
import { basicFacts, deviceFacts, locationFacts } from "./fields";
import { PANE_TABS, type PaneTab, paneTab, tabsOf } from "./pane-tabs";

interface DetailsPaneProps {
  view: LogView;
  opened: OpenedRecord;
  /** The rows beside it, for the way to the previous and the next. */
  items: readonly SignInListItem[];
}

/** One sign-in in full, beside the table. Its address is the page's with `open`, `at` and `pane`. */
export function DetailsPane({ view, opened, items }: DetailsPaneProps) {
  const { detail } = opened;
  return (
    <aside aria-label="Details of the sign-in" className="pane">
      {detail ? (
        <Details detail={detail} items={items} view={view} />
      ) : (
        <div className="pane-head pb-6">
          <PaneButtons items={[]} view={view} />
          <h2>This sign-in is not in the log</h2>
          <p className="pt-1 text-muted text-sm">
            There is none with the request ID <span className="mono break-all">{opened.id}</span> in this log, or it is
            older than the license keeps.
          </p>
        </div>
      )}
    </aside>
  );
}

function Details({ view, detail, items }: { view: LogView; detail: SignInDetail; items: readonly SignInListItem[] }) {
  const tab = paneTab(view.params.get("pane"), detail);
  const zone = view.zone.name;
  return (
    <>
      <div className="pane-head" data-status={detail.status}>
        <PaneButtons current={detail} items={items} view={view} />
        <h2 className="break-words pr-2">{signInSentence(detail)}</h2>
        <p className="tabular pt-1 text-muted text-sm">
          <span className="font-medium text-ink">{partyLabel(detail.principal) ?? "Nobody recorded"}</span>
          {" · "}
          {formatInstant(detail.createdAt, zone)} ({zoneLabel(zone, detail.createdAt)})
        </p>
        <nav aria-label="Details" className="tabs">
          {tabsOf(detail).map((key) => (
            <a
              aria-current={key === tab ? "page" : undefined}
              className="tab"
              data-soft=""
              href={viewHref(view, { pane: key === "basic" ? null : key })}
              key={key}
            >
              {PANE_TABS[key]}
            </a>
          ))}
        </nav>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard. */}
      <div className="pane-body" key={`${detail.id} ${tab}`} tabIndex={0}>
        <TabContent detail={detail} tab={tab} zone={zone} />
      </div>
    </>
  );
}

function TabContent({ tab, detail, zone }: { tab: PaneTab; detail: SignInDetail; zone: string }) {
  switch (tab) {
    case "basic":
      return (
        <>
          <Notes notes={detail.notes} />
          <FactGroups groups={basicFacts(detail, zone)} />
        </>
      );
    case "location":
      return (
        <>
          <FactGroups groups={locationFacts(detail)} />
          <p className="pt-4 text-muted text-xs">
            The place is worked out from the IP address and can be wrong, above all on mobile and company networks.
          </p>
        </>
      );
    case "device":
      return <FactGroups groups={deviceFacts(detail)} />;
    case "authentication":
      return <AuthenticationTab detail={detail} zone={zone} />;
    case "conditional-access":
      return <ConditionalAccessTab detail={detail} />;
  }
}

/** What reading noticed about the record. */
function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null;
  return (
    <div className="notice mt-4" data-tone="warning">
      <Icon name="warning" />
      <ul className="grid gap-1">
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}

interface PaneButtonsProps {
  view: LogView;
  items: readonly SignInListItem[];
  current?: SignInDetail;
}

function PaneButtons({ view, items, current }: PaneButtonsProps) {
  const index = items.findIndex(
    (item) => item.id === current?.id && item.createdAt.getTime() === current.createdAt.getTime(),
  );
  const hrefOf = (item: SignInListItem | undefined) =>
    item && viewHref(view, { open: item.id, at: item.createdAt.toISOString() });
  const previous = index > 0 ? hrefOf(items[index - 1]) : undefined;
  const next = index >= 0 ? hrefOf(items[index + 1]) : undefined;
  return (
    <div className="flex items-center justify-between pb-1">
      {current ? <StatusMark tone={current.status} /> : <span />}
      <div className="flex items-center">
        {previous && (
          <a
            aria-label="Previous sign-in"
            className="icon-button"
            data-pane-previous=""
            data-soft=""
            href={previous}
            title="Previous (k)"
          >
            <Icon className="rotate-180" name="chevronDown" />
          </a>
        )}
        {next && (
          <a
            aria-label="Next sign-in"
            className="icon-button"
            data-pane-next=""
            data-soft=""
            href={next}
            title="Next (j)"
          >
            <Icon name="chevronDown" />
          </a>
        )}
        <a
          aria-label="Close the details"
          className="icon-button"
          data-pane-close=""
          data-soft=""
          href={viewHref(view, { open: null, at: null, pane: null })}
          title="Close (Esc)"
        >
          <Icon name="close" />
        </a>
      </div>
    </div>
  );
}

import { Icon } from "@/app/_components/icon";
import { StatusMark } from "@/app/_components/status-mark";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import { thingOf } from "@/lib/model/named-things";
import { signInSentence } from "@/lib/model/sentences";
import { endingSentence } from "@/lib/model/sentences-ending";
import { ticketText } from "@/lib/model/sentences-ticket";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { thingHref } from "@/lib/model/things";
import { type LogView, tenantOf, viewHref } from "../log-view";
import type { FoundRecord } from "../read-log";
import { PaneButtons } from "./pane-buttons";
import { PANE_TABS, type PaneTab, tabsOf } from "./pane-tabs";
import { recordHref } from "./record-links";
import { Ticket } from "./ticket";
import { UnusualNotice, VerdictMenu, VerdictNotice } from "./verdict";

interface PaneHeadProps {
  view: LogView;
  opened: FoundRecord;
  items: readonly SignInListItem[];
  tab: PaneTab;
  sharedHref: string;
}

/** What happened, how it went on, who and when; what can be done with it; and the way to the tabs. */
export function PaneHead({ view, opened, items, tab, sharedHref }: PaneHeadProps) {
  const { detail, attempt, mayFlag, origin } = opened;
  const zone = view.zone.name;
  const who = thingOf("principal", detail);
  const link = `${origin}${view.path}?${new URLSearchParams({ open: detail.id, at: detail.createdAt.toISOString() })}`;
  return (
    <div className="pane-head" data-status={detail.status}>
      <PaneButtons current={detail} items={items} sharedHref={sharedHref} view={view}>
        <StatusMark tone={detail.status} />
        <div className="pane-actions">
          {/* A menu of its own for each verdict: it closes when it has done its work. */}
          {mayFlag && <VerdictMenu detail={detail} key={detail.mark?.verdict?.word ?? "none"} view={view} />}
          <Ticket text={ticketText(detail, { ending: attempt.ending, zone, link })} />
        </div>
      </PaneButtons>
      <h2 className="break-words pr-2">{signInSentence(detail)}</h2>
      <Ending opened={opened} view={view} />
      <p className="tabular pt-1 text-muted text-sm">
        <span className="font-medium text-ink">
          {who ? (
            <a className="quiet-link" href={thingHref(tenantOf(view), who.kind, who.key)}>
              {who.label}
            </a>
          ) : (
            "Nobody recorded"
          )}
        </span>
        {" · "}
        {formatInstant(detail.createdAt, zone)} ({zoneLabel(zone, detail.createdAt)})
      </p>
      <Refused view={view} />
      <UnusualNotice detail={detail} />
      <VerdictNotice detail={detail} view={view} />
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
  );
}

function Ending({ view, opened: { detail, attempt } }: { view: LogView; opened: FoundRecord }) {
  const { ending } = attempt;
  if (!ending) return null;
  return (
    <p className="tabular pt-1 pr-2 text-sm" data-ending={ending.kind}>
      {endingSentence(detail, ending, view.zone.name)}{" "}
      {ending.kind === "success" && (
        <a className="text-link" data-soft="" href={recordHref(view, ending.signIn)}>
          Show it
        </a>
      )}
    </p>
  );
}

const REFUSALS: Readonly<Record<string, string>> = {
  forbidden: "your role does not allow it any more.",
  licenseRequired: "the tenant’s license does not include it any more.",
  notFound: "this sign-in is not in the log any more.",
  unavailable: "the database could not be reached. Try again in a moment.",
};

/** Told after a form led back here without having done anything. */
function Refused({ view }: { view: LogView }) {
  const refused = view.params.get("refused");
  if (!refused) return null;
  const why = (Object.hasOwn(REFUSALS, refused) && REFUSALS[refused]) || "the form could not be read.";
  return (
    <p className="notice mt-2" data-tone="failure" role="alert">
      <Icon name="warning" />
      The mark was not changed: {why}
    </p>
  );
}

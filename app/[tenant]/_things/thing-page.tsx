/** Everything about one thing, from its counts to its latest sign-ins. */

import type { ReactNode } from "react";
import { LogLinks } from "@/app/_components/log-links";
import { StatusMark } from "@/app/_components/status-mark";
import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { shortReason } from "@/lib/model/error-catalogue";
import { partyLabel } from "@/lib/model/format-place";
import { formatDay, formatInstant, zoneLabel } from "@/lib/model/format-time";
import { totalOf } from "@/lib/model/overview";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { STATUS_LABELS, type Status } from "@/lib/model/status";
import type { ThingView } from "@/lib/model/thing-view";
import { isKeyOfName } from "@/lib/model/things";
import { zoned } from "@/lib/web/zoned";
import { Figure } from "../_overview/figure";
import type { OverviewView } from "../_overview/links";
import { DayChart } from "./day-chart";
import { recordHref, signInsHref } from "./hrefs";
import { RecordList } from "./record-list";
import { RelatedSection } from "./related-section";
import { triedText } from "./tried-text";

export interface ThingProps {
  view: OverviewView;
  thing: ThingView;
}

const WITHOUT_ID = "Known by its name alone: these sign-ins were recorded without its ID.";
const STATUSES: readonly Status[] = ["success", "failure", "interrupted"];

export function ThingPage({ view, thing }: ThingProps) {
  return (
    <>
      <Head thing={thing} view={view} />
      <Notices thing={thing} view={view} />
      <div className="thing-top">
        <Facts thing={thing} view={view} />
        <Logs thing={thing} view={view} />
        <DayChart thing={thing} view={view} />
      </div>
      <div className="thing-related">
        {thing.related
          .filter(({ of, kept }) => kept.all > 0 || (thing.kind === "address" && of === "users"))
          .map((list) => (
            <RelatedSection key={list.of} list={list} thing={thing} view={view} />
          ))}
      </div>
      <section aria-labelledby="latest" className="thing-card">
        <h2 id="latest">Latest sign-ins</h2>
        <RecordList items={thing.latest} label="Latest sign-ins" tenant={view.tenant} zone={view.zone} />
      </section>
    </>
  );
}

function Head({ thing, view }: ThingProps) {
  const { days } = thing;
  return (
    <header className="thing-head">
      <p className="text-muted text-sm">{thing.isBlock ? "Block of IP addresses" : thing.noun}</p>
      <h1>{thing.name}</h1>
      {thing.aliases.length > 0 && <p className="mono thing-aliases">{thing.aliases.join(" · ")}</p>}
      {thing.kind !== "address" && isKeyOfName(thing.key) && <p className="text-muted text-sm">{WITHOUT_ID}</p>}
      {thing.kind === "address" && <Tried thing={thing} />}
      <p className="text-muted text-sm">
        Counted over today and the {days.keptDays} days kept before it, by UTC day, since{" "}
        {formatDay(days.kept.from, "UTC")}. “This week” is today and the six days before, since{" "}
        {formatDay(days.week.from, "UTC")}; the week before are the seven days before that. Times in{" "}
        {zoneLabel(view.zone.name, new Date())}.
      </p>
    </header>
  );
}

function Notices({ thing, view }: ThingProps) {
  const { countedUntil, beingRecounted } = thing;
  return (
    <>
      {countedUntil && (
        <p className="notice" role="status">
          Sign-ins received since {zoned(countedUntil, view.zone)} are still being counted: they are in the counts of
          the logs and among the latest sign-ins, and not yet in the lists of what else occurs with them.
        </p>
      )}
      {beingRecounted.length > 0 && (
        <p className="notice" role="status">
          Some sign-ins of {beingRecounted.map((day) => formatDay(new Date(`${day}T00:00:00Z`), "UTC")).join(", ")}{" "}
          changed after they had been received: what is listed of these days is being counted anew.
        </p>
      )}
    </>
  );
}

function Facts({ thing, view }: ThingProps) {
  const zone = view.zone.name;
  return (
    <section aria-label="First and last" className="thing-card">
      <dl className="record-facts">
        <Fact label="First seen">
          <Time at={thing.firstSeenAt} zone={zone} /> <span className="text-muted">in the days kept</span>
        </Fact>
        <Fact label="Last seen">
          <Time at={thing.lastSeenAt} zone={zone} />
        </Fact>
        <Fact label="Last success">
          <Last item={thing.lastSuccess} none="None in the days kept" view={view} />
        </Fact>
        <Fact label="Last failure">
          <Last item={thing.lastFailure} none="None in the days kept" view={view} />
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Time({ at, zone }: { at: Date; zone: string }) {
  return (
    <time className="tabular" dateTime={at.toISOString()}>
      {formatInstant(at, zone)}
    </time>
  );
}

/** With what happened: who, to what, and why not. */
function Last({ item, none, view }: { item: SignInListItem | null; none: string; view: OverviewView }) {
  if (!item) return <span className="text-muted">{none}</span>;
  const { principal, application, resource, errorCode } = item;
  const who = partyLabel(principal) ?? principal.upn;
  const what = partyLabel(application) ?? partyLabel(resource);
  return (
    <>
      <a className="text-link" href={recordHref(view.tenant, item)}>
        <Time at={item.createdAt} zone={view.zone.name} />
      </a>
      <span className="block text-muted text-sm">
        {[who, what].filter(Boolean).join(" to ")}
        {errorCode !== 0 && `: ${shortReason(errorCode)} (${errorCode})`}
      </span>
    </>
  );
}

function Logs({ thing, view }: ThingProps) {
  return (
    <section aria-labelledby="thing-logs" className="thing-card">
      <h2 id="thing-logs">In the logs</h2>
      <table className="ranking thing-logs">
        <thead>
          <tr>
            <th scope="col">Log</th>
            <th scope="col">All</th>
            {STATUSES.map((status) => (
              <th key={status} scope="col">
                {STATUS_LABELS[status]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {CATEGORY_SLUGS.map((log) => (
            <tr data-log={log} key={log}>
              <th scope="row">{CATEGORIES[log].label}</th>
              <td data-label="All">
                <Figure
                  href={signInsHref(view, thing, log, thing.days.kept)}
                  label={`${CATEGORIES[log].label} sign-ins`}
                  n={totalOf(thing.logs[log])}
                />
              </td>
              {STATUSES.map((status) => (
                <td data-label={STATUS_LABELS[status]} key={status}>
                  <Figure
                    href={signInsHref(view, thing, log, thing.days.kept, { status })}
                    label={`${CATEGORIES[log].label} sign-ins with status ${STATUS_LABELS[status]}`}
                    n={thing.logs[log][status]}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <OneFactor thing={thing} view={view} />
    </section>
  );
}

/** To whoever got in without a second factor, user by user. */
function OneFactor({ thing, view }: ThingProps) {
  if (thing.kind !== "application" && thing.kind !== "resource") return null;
  const filters = { status: "success", authenticationRequirement: "single" } as const;
  const links = CATEGORY_SLUGS.filter(
    (log) => CATEGORIES[log].principal === "user" && thing.logs[log].success > 0,
  ).flatMap((log) => {
    const href = signInsHref(view, thing, log, thing.days.kept, filters, "user");
    return href ? [{ log, href }] : [];
  });
  if (links.length === 0) return null;
  return (
    <p className="text-muted text-sm" data-subject="one-factor">
      Who got in with one factor only: <LogLinks links={links} />
    </p>
  );
}

/** What one wants to know of an address first. */
function Tried({ thing }: { thing: ThingView }) {
  const of = (kind: "users" | "services") => thing.related.find((list) => list.of === kind)?.kept;
  const [users, services] = [of("users"), of("services")];
  const tried = (users?.all ?? 0) + (services?.all ?? 0);
  const succeeded = (users?.succeeded ?? 0) + (services?.succeeded ?? 0);
  return (
    <p className="thing-tried" data-tried={tried} data-succeeded={succeeded}>
      <StatusMark label="" tone={succeeded > 0 ? "success" : "failure"} />
      <span>{triedText(tried, succeeded)}</span>
    </p>
  );
}

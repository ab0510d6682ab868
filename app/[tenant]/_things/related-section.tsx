/** With what a thing occurs: how many different ones this week and last, and the first of them. */
import { LogLinks } from "@/app/_components/log-links";
import { StatusMark } from "@/app/_components/status-mark";
import { formatCount } from "@/lib/model/format-number";
import { formatDay } from "@/lib/model/format-time";
import { RELATED } from "@/lib/model/thing-relations";
import type { DistinctCounts, RelatedList, RelatedThing, ThingDays } from "@/lib/model/thing-view";
import { thingHref } from "@/lib/model/things";
import { togetherLinks } from "./hrefs";
import type { ThingProps } from "./thing-page";

/** So many stand on the page at once; the rest behind a word. */
const SHOWN = 10;
const SHOWN_OF_ADDRESS = 50;

interface SectionProps extends ThingProps {
  list: RelatedList;
}

export function RelatedSection({ list, thing, view }: SectionProps) {
  const { title, one, many } = RELATED[list.of];
  const { days } = thing;
  const shown = thing.kind === "address" ? SHOWN_OF_ADDRESS : SHOWN;
  const rest = list.rows.slice(shown);
  return (
    <section
      aria-labelledby={`related-${list.of}`}
      className="thing-card"
      data-kind={thing.kind}
      data-related={list.of}
    >
      <header className="thing-card-head">
        <h2 id={`related-${list.of}`}>{title}</h2>
        <span className="tabular" data-kept={list.kept.all}>
          {formatCount(list.kept.all)}
        </span>
      </header>
      <p className="text-muted text-sm">
        <Weeks days={days} list={list} />
        {days.hasHistory && (
          <>
            {" "}
            <span data-fresh={list.fresh}>
              {list.fresh === 0 ? "None is new" : `${formatCount(list.fresh)} ${list.fresh === 1 ? "is" : "are"} new`}{" "}
              this week in the {days.keptDays} days kept.
            </span>
          </>
        )}
      </p>
      {list.rows.length === 0 ? (
        <p className="text-muted text-sm">No {one} recorded.</p>
      ) : (
        <RelatedTable {...{ list, thing, view }} rows={list.rows.slice(0, shown)} />
      )}
      {rest.length > 0 && (
        <details className="behind">
          <summary>{formatCount(rest.length)} more</summary>
          <RelatedTable {...{ list, thing, view }} rows={rest} />
        </details>
      )}
      {list.kept.all > list.rows.length && (
        <p className="text-muted text-xs">
          {formatCount(list.rows.length)} of {formatCount(list.kept.all)} {many} are listed: those with most sign-ins,
          and new ones.
        </p>
      )}
    </section>
  );
}

function Weeks({ list, days }: { list: RelatedList; days: ThingDays }) {
  return (
    <>
      <span data-week={list.week.all}>This week {distinctText(list.week)}</span>
      {days.hasWeekBefore ? (
        <span data-before={list.before.all}>, the week before {distinctText(list.before)}.</span>
      ) : (
        ". Not enough history to compare with the week before."
      )}
    </>
  );
}

function distinctText({ all, succeeded }: DistinctCounts): string {
  if (all === 0) return "none";
  return succeeded === all ? formatCount(all) : `${formatCount(all)} (${formatCount(succeeded)} with success)`;
}

interface TableProps extends SectionProps {
  rows: readonly RelatedThing[];
}

function RelatedTable({ list, thing, view, rows }: TableProps) {
  const { title, one } = RELATED[list.of];
  return (
    <table aria-label={title} className="record-table thing-table">
      <thead>
        <tr>
          <th scope="col">{one.replace(/^[a-z]/, (letter) => letter.toUpperCase())}</th>
          <th scope="col">Sign-ins</th>
          <th scope="col">Days with success</th>
          <th scope="col">Last day</th>
          <th scope="col">Log</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.key} {...{ list, thing, view, row }} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ list, thing, view, row }: SectionProps & { row: RelatedThing }) {
  const { thing: kind } = RELATED[list.of];
  const links = togetherLinks(view, thing, list.of, row);
  return (
    <tr data-key={row.key} data-new={row.isNew ? "" : undefined}>
      <td>
        {kind ? (
          <a className="text-link" href={thingHref(view.tenant, kind, row.key)}>
            {row.name}
          </a>
        ) : (
          row.name
        )}
        {row.isNew && (
          <>
            {" "}
            <span className="badge thing-new">New this week</span>
          </>
        )}
        {row.detail && <small>{row.detail}</small>}
      </td>
      <td className="tabular" data-label="Sign-ins" data-n={row.n}>
        {formatCount(row.n)}
      </td>
      <td data-label="Days with success" data-success-days={row.successDays}>
        {row.successDays > 0 ? (
          <StatusMark label={`${row.successDays} of ${row.days}`} tone="success" />
        ) : (
          <StatusMark label={`none of ${row.days}`} tone="failure" />
        )}
      </td>
      <td className="tabular" data-label="Last day">
        {formatDay(row.lastDay, "UTC")}
      </td>
      <td data-label="Log">{links.length > 0 ? <LogLinks about={row.name} links={links} /> : "–"}</td>
    </tr>
  );
}

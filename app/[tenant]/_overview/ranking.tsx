/** The first of a list, each with its counts in the logs it occurs in. */
import type { ReactNode } from "react";
import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug } from "@/lib/model/categories";
import type { Interval } from "@/lib/model/intervals";
import type { RankedThing } from "@/lib/model/overview";
import { Figure } from "./figure";
import { type Filters, logHref, type OverviewView } from "./links";

interface TableProps<T extends RankedThing = RankedThing> {
  view: OverviewView;
  interval: Interval;
  /** What one row is: heads the first column. */
  subject: string;
  things: readonly T[];
  /** What a row's figures filter by. */
  filters: (thing: T) => Filters;
  name?: (thing: T) => ReactNode;
  /** One more figure of each row. */
  more?: { label: string; figure: (thing: T) => ReactNode };
}

interface RankingProps<T extends RankedThing> extends TableProps<T> {
  title: string;
  /** What stands instead of an empty list. */
  none: string;
  about?: string;
  /** Between the title and the table. */
  children?: ReactNode;
  after?: ReactNode;
}

export function Ranking<T extends RankedThing>({ title, none, about, children, after, ...table }: RankingProps<T>) {
  return (
    <section className="overview-card" data-ranking={table.subject.toLowerCase()}>
      <header className="overview-card-head">
        <h3>{title}</h3>
      </header>
      {about && <p className="text-muted text-sm">{about}</p>}
      {children}
      {table.things.length === 0 ? <p className="text-muted text-sm">{none}</p> : <RankingTable {...table} />}
      {after}
    </section>
  );
}

export function RankingTable<T extends RankedThing>({ subject, things, ...rows }: TableProps<T>) {
  const logs = CATEGORY_SLUGS.filter((log) => things.some(({ byLog }) => byLog[log]));
  const most = Math.max(1, ...things.map(({ total }) => total));
  return (
    <table className="ranking">
      <thead>
        <tr>
          <th scope="col">{subject}</th>
          {logs.map((log) => (
            <th key={log} scope="col">
              {CATEGORIES[log].label}
            </th>
          ))}
          {rows.more && <th scope="col">{rows.more.label}</th>}
        </tr>
      </thead>
      <tbody>
        {things.map((thing) => (
          <Row key={thing.key} logs={logs} share={thing.total / most} thing={thing} {...rows} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps<T extends RankedThing> extends Omit<TableProps<T>, "subject" | "things"> {
  logs: readonly CategorySlug[];
  thing: T;
  share: number;
}

function Row<T extends RankedThing>({ view, interval, filters, name, more, logs, thing, share }: RowProps<T>) {
  return (
    <tr>
      <th scope="row">
        <span className="ranking-name">{name ? name(thing) : thing.name}</span>
        <svg aria-hidden="true" className="ranking-bar" preserveAspectRatio="none" viewBox="0 0 100 4">
          <rect height="4" rx="1" width={Math.max(1, share * 100)} x="0" y="0" />
        </svg>
      </th>
      {logs.map((log) => (
        <td data-label={CATEGORIES[log].label} data-none={thing.byLog[log] ? undefined : ""} key={log}>
          <Figure
            href={logHref(view, log, interval, filters(thing))}
            label={`${thing.name}, ${CATEGORIES[log].label}`}
            n={thing.byLog[log] ?? 0}
          />
        </td>
      ))}
      {more && <td data-label={more.label}>{more.figure(thing)}</td>}
    </tr>
  );
}

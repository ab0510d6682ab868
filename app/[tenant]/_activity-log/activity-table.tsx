import type { CSSProperties } from "react";
import { StatusMark } from "@/app/_components/status-mark";
import type { ActivityLogQuery } from "@/lib/model/activity-log-query";
import type { ActivityPage } from "@/lib/model/activity-query";
import { NOT_RECORDED } from "@/lib/model/column-text";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import { type ActivityItem, type ActivityLog, type ActivityView, activityHref } from "./activity-log";
import { EmptyActivity } from "./activity-notices";

const DATE_WIDTH = 200;
const STATUS_WIDTH = 190;

interface TableProps<Item extends ActivityItem> {
  log: ActivityLog<Item>;
  view: ActivityView;
  query: ActivityLogQuery;
  page: ActivityPage<Item>;
}

/** Date first, then what the log has, then how it went. */
export function ActivityTable<Item extends ActivityItem>({ log, view, query, page }: TableProps<Item>) {
  const zone = zoneLabel(view.zone.name, page.range.from);
  const width = log.columns.reduce((sum, column) => sum + column.width, DATE_WIDTH + STATUS_WIDTH);
  const openId = view.params.get("open")?.trim();
  // A new page of rows begins at its top; opening the pane leaves the place alone.
  const place = activityHref(view, { open: null, pane: null });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section aria-label={view.words.title} className="table-box" key={place} tabIndex={0}>
      <table className="log-table" style={{ "--table-width": `${width}px` } as CSSProperties}>
        <colgroup>
          <col style={{ width: DATE_WIDTH }} />
          {log.columns.map((column) => (
            <col key={column.key} style={column.grows ? undefined : { width: column.width }} />
          ))}
          <col style={{ width: STATUS_WIDTH }} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col" title={`Date, ${zone}`}>
              Date<small>{zone}</small>
            </th>
            {log.columns.map(({ key, label }) => (
              <th key={key} scope="col" title={label}>
                {label}
              </th>
            ))}
            <th scope="col">Status</th>
          </tr>
        </thead>
        <tbody>
          {page.items.map((item, index) => (
            <Row
              anchor={`row-${index}`}
              item={item}
              key={`${item.id} ${item.at.getTime()}`}
              log={log}
              open={item.id === openId}
              view={view}
            />
          ))}
        </tbody>
      </table>
      {page.items.length === 0 && <EmptyActivity query={query} view={view} />}
    </section>
  );
}

interface RowProps<Item extends ActivityItem> {
  log: ActivityLog<Item>;
  view: ActivityView;
  item: Item;
  /** The row's place in the page, for browsers that load it anew. */
  anchor: string;
  /** Its details pane is open. */
  open: boolean;
}

function Row<Item extends ActivityItem>({ log, view, item, anchor, open }: RowProps<Item>) {
  const { tone, label, reason } = log.statusOf(item);
  return (
    <tr data-activity-id={item.id} data-open={open ? "" : undefined} data-status={tone} id={anchor}>
      <td data-col="date">
        <a
          aria-current={open ? "true" : undefined}
          className="tabular"
          data-row-link=""
          data-soft=""
          href={`${activityHref(view, { open: item.id })}#${anchor}`}
        >
          <time dateTime={item.at.toISOString()}>{formatInstant(item.at, view.zone.name)}</time>
        </a>
      </td>
      {log.columns.map(({ key, text, heads }) => {
        const told = text(item);
        return (
          <td
            className={told === undefined ? "absent" : undefined}
            data-card={heads ? "head" : undefined}
            data-col={key}
            key={key}
            title={told}
          >
            {told ?? NOT_RECORDED}
          </td>
        );
      })}
      <td data-col="status" title={reason && `${label}: ${reason}`}>
        <div className="status-cell">
          <StatusMark label={label} tone={tone} />
          {reason && <span className="status-reason">{reason}</span>}
        </div>
      </td>
      <td data-card="line" data-card-only="">
        {log.cardLine(item)}
      </td>
    </tr>
  );
}

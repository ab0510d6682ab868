import type { CSSProperties } from "react";
import type { CategoryDefinition } from "@/lib/model/categories";
import type { ColumnKey } from "@/lib/model/columns";
import { zoneLabel } from "@/lib/model/format-time";
import type { LogQuery } from "@/lib/model/log-query";
import { widthOf } from "@/lib/model/shown-columns";
import type { SignInListItem, SignInPage } from "@/lib/model/sign-in-view";
import { type CellContext, cellOf } from "./cells";
import { EmptyState } from "./empty-state";
import { type LogView, viewHref } from "./log-view";
import { TableHead } from "./table-head";

interface SignInTableProps {
  view: LogView;
  query: LogQuery;
  page: SignInPage;
}

export function SignInTable({ view, query, page }: SignInTableProps) {
  const { columns } = view;
  const openId = view.params.get("open")?.trim();
  const openAt = view.params.get("at")?.trim();
  const zone = zoneLabel(view.zone.name, page.range.from);
  // A new page of rows begins at its top; opening the pane leaves the place alone.
  const place = viewHref(view, { open: null, at: null, pane: null });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section aria-label={`${view.category.label} sign-ins`} className="table-box" key={place} tabIndex={0}>
      <table
        className="log-table"
        data-card={whatColumn(view.category)}
        data-wide={widthOf(columns) > widthOf(view.category.columns) ? "" : undefined}
        style={{ "--table-width": `${widthOf(columns)}px` } as CSSProperties}
      >
        <TableHead columns={columns} zone={zone} />
        <tbody>
          {page.items.map((item, index) => (
            <Row
              index={index}
              item={item}
              key={`${item.id} ${item.createdAt.getTime()}`}
              open={item.id === openId && (!openAt || openAt === item.createdAt.toISOString())}
              view={view}
            />
          ))}
        </tbody>
      </table>
      {page.items.length === 0 && !page.searchedBackTo && <EmptyState query={query} view={view} />}
    </section>
  );
}

interface RowProps {
  view: LogView;
  item: SignInListItem;
  index: number;
  open: boolean;
}

function Row({ view, item, index, open }: RowProps) {
  const anchor = `row-${index}`;
  const href = viewHref(view, { open: item.id, at: item.createdAt.toISOString() });
  const context: CellContext = { zone: view.zone.name, href: `${href}#${anchor}`, open };
  return (
    <tr {...(open && { "data-open": "" })} data-sign-in-id={item.id} data-status={item.status} id={anchor}>
      {view.columns.map((column) => (
        <TableCell column={column} context={context} item={item} key={column} />
      ))}
      {cardColumns(view.category).map((column) =>
        view.columns.includes(column) ? null : (
          <TableCell column={column} context={context} item={item} key={column} onCardOnly />
        ),
      )}
    </tr>
  );
}

interface TableCellProps {
  column: ColumnKey;
  item: SignInListItem;
  context: CellContext;
  /** Not among the columns, yet part of the card that a row is on a phone. */
  onCardOnly?: boolean;
}

function TableCell({ column, item, context, onCardOnly }: TableCellProps) {
  const { content, ...cell } = cellOf(column, item, context);
  return (
    <td data-col={column} {...(onCardOnly && { "data-card-only": "" })} {...cell}>
      {content}
    </td>
  );
}

/** On a phone a row is a card of two lines: who and status, this and the date. */
function whatColumn({ principal }: CategoryDefinition): ColumnKey {
  return principal === "user" ? "application" : "resource";
}

function cardColumns(category: CategoryDefinition): ColumnKey[] {
  return [category.principal, "status", whatColumn(category)];
}

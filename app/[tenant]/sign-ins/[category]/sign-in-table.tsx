import type { CategoryDefinition } from "@/lib/model/categories";
import { COLUMNS, type ColumnKey } from "@/lib/model/columns";
import { zoneLabel } from "@/lib/model/format-time";
import type { LogQuery } from "@/lib/model/log-query";
import type { SignInListItem, SignInPage } from "@/lib/model/sign-in-view";
import { CELLS, type CellContext } from "./cells";
import { EmptyState } from "./empty-state";
import { type LogView, viewHref } from "./log-view";

interface SignInTableProps {
  view: LogView;
  query: LogQuery;
  page: SignInPage;
}

/** Widths in pixels; columns without one share what is left. */
const WIDTHS: Partial<Record<ColumnKey, number>> = {
  date: 192,
  requestId: 108,
  status: 212,
  ipAddress: 140,
  location: 132,
  conditionalAccess: 148,
  managedIdentityId: 148,
  resourceId: 148,
};

/** On a phone a row is a card of two lines: who and status, this and the date. */
function cardColumn(category: CategoryDefinition): ColumnKey {
  return category.principal === "user" ? "application" : "resource";
}

export function SignInTable({ view, query, page }: SignInTableProps) {
  const { columns } = view.category;
  const openId = view.params.get("open")?.trim();
  const openAt = view.params.get("at")?.trim();
  // A new page of rows begins at its top; opening the pane leaves the place alone.
  const zone = zoneLabel(view.zone.name, page.range.from);
  const place = viewHref(view, { open: null, at: null, pane: null });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section aria-label={`${view.category.label} sign-ins`} className="table-box" key={place} tabIndex={0}>
      <table className="log-table" data-card={cardColumn(view.category)}>
        <colgroup>
          {columns.map((column) => (
            <col key={column} style={WIDTHS[column] ? { width: WIDTHS[column] } : undefined} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" title={column === "date" ? zone : undefined}>
                {COLUMNS[column].label}
                {column === "date" && <small>{zone}</small>}
              </th>
            ))}
          </tr>
        </thead>
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
      {view.category.columns.map((column) => {
        const { content, ...cell } = CELLS[column](item, context);
        return (
          <td data-col={column} key={column} {...cell}>
            {content}
          </td>
        );
      })}
    </tr>
  );
}

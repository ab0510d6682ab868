import type { CategoryDefinition } from "@/lib/model/categories";
import type { ColumnKey } from "@/lib/model/columns";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { type CellContext, cellOf } from "./cells";
import { type LogView, tenantOf, viewHref } from "./log-view";

interface RowProps {
  view: LogView;
  item: SignInListItem;
  /** The row's place in the page, for browsers that load it anew. */
  anchor: string;
  /** Its details pane is open. */
  open: boolean;
  /** It stands below the row of its group. */
  isMember?: boolean;
}

/** One sign-in. Its link opens the details pane. */
export function Row({ view, item, anchor, open, isMember }: RowProps) {
  const href = viewHref(view, { open: item.id, at: item.createdAt.toISOString() });
  const context: CellContext = { tenant: tenantOf(view), zone: view.zone.name, href: `${href}#${anchor}`, open };
  return (
    <tr
      {...(open && { "data-open": "" })}
      {...(isMember && { "data-member": "" })}
      data-sign-in-id={item.id}
      data-status={item.status}
      id={anchor}
    >
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
export function whatColumn({ principal }: CategoryDefinition): ColumnKey {
  return principal === "user" ? "application" : "resource";
}

export function cardColumns(category: CategoryDefinition): ColumnKey[] {
  return [category.principal, "status", whatColumn(category)];
}

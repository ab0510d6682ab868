import type { CSSProperties } from "react";
import { zoneLabel } from "@/lib/model/format-time";
import type { LogQuery } from "@/lib/model/log-query";
import { widthOf } from "@/lib/model/shown-columns";
import type { SignInPage } from "@/lib/model/sign-in-view";
import { EmptyState } from "./empty-state";
import { type LogView, viewHref } from "./log-view";
import { Row, whatColumn } from "./sign-in-row";
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
              anchor={`row-${index}`}
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

import type { CSSProperties, ReactNode } from "react";
import { Icon } from "@/app/_components/icon";
import { formatCount } from "@/lib/model/format-number";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import { formatMembersCursor } from "@/lib/model/grouping";
import type { LogQuery } from "@/lib/model/log-query";
import { widthOf } from "@/lib/model/shown-columns";
import type { GroupPage, MemberPage, SignInGroup } from "@/lib/model/sign-in-view";
import { type Cell, cellOf } from "./cells";
import { EmptyState } from "./empty-state";
import { type LogView, tenantOf, viewHref } from "./log-view";
import { cardColumns, Row, whatColumn } from "./sign-in-row";
import { TableHead } from "./table-head";

/** Carets stand before the dates. */
const INDENT = 28;

interface GroupTableProps {
  view: LogView;
  query: LogQuery;
  page: GroupPage;
  /** The members of expanded groups, by group. */
  members: ReadonlyMap<string, MemberPage>;
}

/** A log whose rows stand for all sign-ins of a window that are identical but for time. */
export function GroupTable({ view, query, page, members }: GroupTableProps) {
  const { columns } = view;
  const zone = zoneLabel(view.zone.name, page.range.from);
  // A new page of rows begins at its top; opening a pane or a group leaves the place alone.
  const place = viewHref(view, { open: null, at: null, pane: null, expand: null, members: null });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard.
    <section aria-label={`${view.category.label} sign-ins`} className="table-box" key={place} tabIndex={0}>
      <table
        className="log-table grouped"
        data-card={whatColumn(view.category)}
        style={{ "--table-width": `${widthOf(columns) + INDENT}px` } as CSSProperties}
      >
        <TableHead columns={columns} indent={INDENT} zone={zone} />
        {page.groups.map((group, index) => (
          <tbody key={group.id}>
            <GroupRow group={group} index={index} isExpanded={members.has(group.id)} query={query} view={view} />
            <Members group={group} index={index} page={members.get(group.id)} query={query} view={view} />
          </tbody>
        ))}
      </table>
      {page.groups.length === 0 && !page.searchedBackTo && <EmptyState query={query} view={view} />}
    </section>
  );
}

interface GroupProps {
  view: LogView;
  query: LogQuery;
  group: SignInGroup;
  index: number;
}

function GroupRow({ view, query, group, index, isExpanded }: GroupProps & { isExpanded: boolean }) {
  const { id, count, latest } = group;
  const anchor = `group-${index}`;
  const isOne = count === 1;
  const open = isOne && isOpen(view, latest);
  const href = isOne
    ? viewHref(view, { open: latest.id, at: latest.createdAt.toISOString() })
    : viewHref(view, expansion(query, id, isExpanded ? "collapse" : "expand"));
  const context = { tenant: tenantOf(view), zone: view.zone.name, href: `${href}#${anchor}`, open };
  const cells = (columns: readonly (typeof view.columns)[number][], onCardOnly: boolean): ReactNode[] =>
    columns.map((column) => {
      const { content, ...cell } = isOne
        ? cellOf(column, latest, context)
        : groupCell(column, group, context, isExpanded);
      return (
        <td data-col={column} key={column} {...(onCardOnly && { "data-card-only": "" })} {...cell}>
          {content}
        </td>
      );
    });
  return (
    <tr
      {...(open && { "data-open": "" })}
      data-count={count}
      data-expanded={isExpanded ? "" : undefined}
      data-group-key={id}
      data-sign-in-id={isOne ? latest.id : undefined}
      data-status={latest.status}
      id={anchor}
    >
      {cells(view.columns, false)}
      {cells(
        cardColumns(view.category).filter((column) => !view.columns.includes(column)),
        true,
      )}
    </tr>
  );
}

type Column = LogView["columns"][number];
type Context = Parameters<typeof cellOf>[2];

/** What a row says for several sign-ins: the time and request id of the newest, and how many they are. */
function groupCell(column: Column, group: SignInGroup, context: Context, isExpanded: boolean): Cell {
  const { count, firstAt, latest } = group;
  if (column === "count")
    return { content: <span className="count-badge">{formatCount(count)}</span>, className: "number" };
  if (column !== "date") return cellOf(column, latest, context);
  const last = formatInstant(latest.createdAt, context.zone);
  return {
    content: (
      <a aria-expanded={isExpanded} className="group-link tabular" data-row-link="" data-soft="" href={context.href}>
        <Icon name="chevronRight" />
        <time dateTime={latest.createdAt.toISOString()}>{last}</time>
        <span className="sr-only">, the newest of {formatCount(count)} sign-ins</span>
      </a>
    ),
    title: `${formatCount(count)} sign-ins, ${formatInstant(firstAt, context.zone)} to ${last}`,
  };
}

function Members({ view, query, group, index, page }: GroupProps & { page: MemberPage | undefined }) {
  if (!page) return null;
  const current = query.expanded.find(({ id }) => id === group.id);
  const older = page.olderCursor && membersHref(view, query, group.id, page.olderCursor);
  return (
    <>
      {page.items.map((item, place) => (
        <Row
          anchor={`group-${index}-${place}`}
          isMember
          item={item}
          key={`${item.id} ${item.createdAt.getTime()}`}
          open={isOpen(view, item)}
          view={view}
        />
      ))}
      {(older || current?.after) && (
        <tr className="members-more">
          <td colSpan={view.columns.length}>
            {current?.after && (
              <a className="text-link" data-soft="" href={`${membersHref(view, query, group.id, null)}#group-${index}`}>
                Newest of this group
              </a>
            )}
            {older && (
              <a className="text-link" data-soft="" href={`${older}#group-${index}`}>
                Older of this group
              </a>
            )}
          </td>
        </tr>
      )}
    </>
  );
}

function isOpen({ params }: LogView, item: SignInGroup["latest"]): boolean {
  const [id, at] = [params.get("open")?.trim(), params.get("at")?.trim()];
  return item.id === id && (!at || at === item.createdAt.toISOString());
}

/** The parameters with one group more, or less, expanded. */
function expansion({ expanded }: LogQuery, id: string, what: "expand" | "collapse") {
  const others = expanded.filter((each) => each.id !== id);
  return parameters(what === "expand" ? [...others, { id }] : others);
}

function membersHref(view: LogView, { expanded }: LogQuery, id: string, cursor: string | null): string {
  const next = expanded.map((each) => (each.id === id ? { id, ...(cursor ? { after: cursor } : {}) } : each));
  return viewHref(view, parameters(next));
}

function parameters(expanded: LogQuery["expanded"]) {
  return {
    expand: expanded.map(({ id }) => id),
    members: expanded.flatMap(({ id, after }) => (after ? [formatMembersCursor(id, after)] : [])),
  };
}

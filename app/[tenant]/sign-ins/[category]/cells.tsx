/** How the text of a column is set in its cell. No cell is silently blank. */
import type { ReactNode } from "react";
import { StatusMark } from "@/app/_components/status-mark";
import { VerdictMark } from "@/app/_components/verdict-mark";
import { columnText, NOT_RECORDED } from "@/lib/model/column-text";
import { COLUMNS, type ColumnKey } from "@/lib/model/columns";
import { explainErrorCode, shortReason } from "@/lib/model/error-catalogue";
import { formatInstant } from "@/lib/model/format-time";
import { thingOfColumn } from "@/lib/model/named-things";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { STATUS_LABELS } from "@/lib/model/status";
import { ThingName } from "../../_things/thing-name";

export interface CellContext {
  tenant: string;
  zone: string;
  /** Where the row leads: its details pane. */
  href: string;
  open: boolean;
}

export interface Cell {
  content: ReactNode;
  /** The full text, for what the cell cuts off. */
  title?: string;
  className?: string;
}

export function cellOf(column: ColumnKey, item: SignInListItem, context: CellContext): Cell {
  if (column === "date") return dateCell(item, context);
  if (column === "status") return statusCell(item);
  const told = columnText(column, item, context.zone);
  if (!told) return { content: NOT_RECORDED, className: "absent" };
  const { text, aside } = told;
  const { face } = COLUMNS[column];
  const title = aside ? `${text}\n${aside}` : text;
  const thing = thingOfColumn(column, item);
  const content = thing ? <ThingName tenant={context.tenant} text={text} thing={thing} /> : text;
  return face === "text" ? { content, title } : { content, title, className: face };
}

function dateCell({ createdAt }: SignInListItem, { zone, href, open }: CellContext): Cell {
  return {
    content: (
      <a aria-current={open ? "true" : undefined} className="tabular" data-row-link="" data-soft="" href={href}>
        <time dateTime={createdAt.toISOString()}>{formatInstant(createdAt, zone)}</time>
      </a>
    ),
  };
}

function statusCell({ status, errorCode, mark }: SignInListItem): Cell {
  const told = <StatusMark tone={status} />;
  if (errorCode === 0 && !mark) return { content: told };
  const content = (
    <div className="status-cell">
      {told}
      <VerdictMark mark={mark} />
      {errorCode !== 0 && <span className="status-reason">{shortReason(errorCode)}</span>}
    </div>
  );
  if (errorCode === 0) return { content };
  const explanation = explainErrorCode(errorCode)?.explanation;
  return { content, title: `${STATUS_LABELS[status]}, error ${errorCode}${explanation ? `: ${explanation}` : ""}` };
}

/** What stands in a cell of each column. No cell is silently blank. */
import type { ReactNode } from "react";
import { StatusMark } from "@/app/_components/status-mark";
import type { ColumnKey } from "@/lib/model/columns";
import { explainErrorCode, shortReason } from "@/lib/model/error-catalogue";
import { conditionalAccessLabel } from "@/lib/model/format-conditional-access";
import { formatLocation, partyLabel } from "@/lib/model/format-place";
import { formatInstant } from "@/lib/model/format-time";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { STATUS_LABELS } from "@/lib/model/status";

export interface CellContext {
  zone: string;
  /** Where the row leads: its details pane. */
  href: string;
  open: boolean;
}

interface Cell {
  content: ReactNode;
  /** The full text, for what the cell cuts off. */
  title?: string;
  className?: string;
}

export const CELLS: Record<ColumnKey, (item: SignInListItem, context: CellContext) => Cell> = {
  date: ({ createdAt }, { zone, href, open }) => ({
    content: (
      <a aria-current={open ? "true" : undefined} className="tabular" data-row-link="" data-soft="" href={href}>
        <time dateTime={createdAt.toISOString()}>{formatInstant(createdAt, zone)}</time>
      </a>
    ),
  }),
  requestId: ({ id }) => mono(id),
  user: ({ principal }) => text(partyLabel(principal), principal.upn ?? principal.id),
  servicePrincipal: ({ principal }) => text(partyLabel(principal), principal.id),
  managedIdentity: ({ principal }) => text(partyLabel(principal), principal.id),
  managedIdentityId: ({ principal }) => mono(principal.id),
  application: ({ application }) => text(partyLabel(application), application.id),
  resource: ({ resource }) => text(partyLabel(resource), resource.id),
  resourceId: ({ resource }) => mono(resource.id),
  ipAddress: ({ ipAddress }) => mono(ipAddress),
  location: ({ location }) => text(formatLocation(location)),
  conditionalAccess: ({ conditionalAccess }) => text(conditionalAccessLabel(conditionalAccess)),
  status: ({ status, errorCode }) => ({
    content: (
      <div className="status-cell">
        <StatusMark tone={status} />
        {errorCode !== 0 && <span className="status-reason">{shortReason(errorCode)}</span>}
      </div>
    ),
    title: errorCode === 0 ? undefined : statusTitle(status, errorCode),
  }),
};

function statusTitle(status: SignInListItem["status"], errorCode: number): string {
  const explanation = explainErrorCode(errorCode)?.explanation;
  return `${STATUS_LABELS[status]}, error ${errorCode}${explanation ? `: ${explanation}` : ""}`;
}

/** @param aside a second line of the hover text, such as the id behind a name. */
function text(value: string | undefined, aside?: string | null): Cell {
  if (value === undefined) return absent;
  return { content: value, title: aside && aside !== value ? `${value}\n${aside}` : value };
}

function mono(value: string | null): Cell {
  return value ? { content: value, title: value, className: "mono" } : absent;
}

const absent: Cell = { content: "Not recorded", className: "absent" };

import type { CategoryDefinition } from "@/lib/model/categories";
import type { ColumnKey } from "@/lib/model/columns";
import type { ReaderRights } from "@/lib/model/filter-rights";
import type { FilterKey } from "@/lib/model/filters";
import type { Freshness } from "@/lib/model/freshness";
import type { License } from "@/lib/model/licenses";
import { logQueryHref, type QueryChanges } from "@/lib/model/log-query-href";
import type { Preferences } from "@/lib/model/preferences";
import type { ShownZone } from "@/lib/web/zone";

/** What the parts of a log page share: which log, at which address, in which zone, and what in the address is unusable. */
export interface LogView {
  category: CategoryDefinition;
  /** The address without its query. */
  path: string;
  params: URLSearchParams;
  zone: ShownZone;
  /** A sentence for each unusable parameter. */
  problems: Readonly<Record<string, string>>;
  /** What the reader chose for their own pages, read once per request. */
  preferences: Preferences;
  /** In order, as the reader chose them or as the log has them. */
  columns: readonly ColumnKey[];
  /** Decides how far back the log goes. */
  license: License;
  now: Date;
  /** What the ids in filters are called, as far as it was looked up. */
  names?: Partial<Record<FilterKey, string>>;
  /** How up to date the log is, where that was read. */
  freshness?: Freshness;
  /** What license and role let the reader see and filter by. */
  reader: ReaderRights;
}

/** The address of this log with some parameters changed. */
export function viewHref(view: LogView, changes: QueryChanges): string {
  return logQueryHref(view.path, view.params, changes);
}

/** The tenant as the address names it. */
export function tenantOf({ path }: Pick<LogView, "path">): string {
  return path.split("/")[1] ?? "";
}

/** The address of this log without any filter: range, zone and rows per page stay. */
export function withoutFilters(view: LogView): string {
  return viewHref(view, Object.fromEntries(view.category.filters.map((key) => [key, null])));
}

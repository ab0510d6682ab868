/** Links from one sign-in to others: each log has its own address, and each link its own stretch of time. */
import type { CategorySlug } from "@/lib/model/categories";
import { logQueryHref, type QueryChanges } from "@/lib/model/log-query-href";
import { HOUR_MS } from "@/lib/model/retention";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { type LogView, viewHref } from "../log-view";

/** The table beside a record of another log shows the hour before and after it. */
const BESIDE_MS = HOUR_MS;

/** The details pane of a sign-in: over the table as it is where that is the record's log, else over its own log. */
export function recordHref(view: LogView, item: Pick<SignInListItem, "category" | "id" | "createdAt">): string {
  const open = { open: item.id, at: item.createdAt.toISOString() };
  if (item.category === view.category.slug) return viewHref(view, open);
  return otherLogHref(view, item.category, { ...around(item.createdAt, BESIDE_MS), ...open });
}

/** A log of the tenant with nothing of this view but the zone. */
export function otherLogHref(view: LogView, category: CategorySlug, query: QueryChanges): string {
  const base = view.path.slice(0, view.path.lastIndexOf("/"));
  const tz = view.params.get("tz");
  return logQueryHref(`${base}/${category}`, new URLSearchParams(), { ...query, ...(tz && { tz }) });
}

/** The custom range of so much time to both sides. Its end is exclusive, the record must lie inside. */
export function around(at: Date, ms: number): { range: string; from: string; to: string } {
  const [from, to] = [-ms, ms].map((distance) => new Date(at.getTime() + distance).toISOString());
  return { range: "custom", from: from as string, to: to as string };
}

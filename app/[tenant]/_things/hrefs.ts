/** Links from and to the pages of things. */
import ipaddr from "ipaddr.js";
import type { BreakdownField } from "@/lib/model/breakdown";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import type { Interval } from "@/lib/model/intervals";
import { logQueryHref } from "@/lib/model/log-query-href";
import { HOUR_MS } from "@/lib/model/retention";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import type { RelatedKind } from "@/lib/model/thing-relations";
import type { RelatedThing, ThingView } from "@/lib/model/thing-view";
import type { ThingKind } from "@/lib/model/things";
import { exactly, type Filters, logHref, type OverviewView } from "../_overview/links";

/** The table beside an opened record shows the hour before and after it. */
const BESIDE_MS = HOUR_MS;

/** The details pane of a record, over its own log. */
export function recordHref(
  tenant: string,
  { category, id, createdAt }: Pick<SignInListItem, "category" | "id" | "createdAt">,
): string {
  const [from, to] = [-BESIDE_MS, BESIDE_MS].map((ms) => new Date(createdAt.getTime() + ms).toISOString());
  const open = { range: "custom", from: from as string, to: to as string, open: id, at: createdAt.toISOString() };
  return logQueryHref(`/${tenant}/sign-ins/${category}`, new URLSearchParams(), open);
}

/** The sign-ins of a thing in one log; null where that log cannot be filtered by it. */
export function signInsHref(
  view: OverviewView,
  { kind, key }: Pick<ThingView, "kind" | "key">,
  log: CategorySlug,
  range: Interval,
  more: Filters = {},
  by?: BreakdownField,
): string | null {
  return logHref(view, log, range, { ...filtersFor(kind, key, log), ...more }, by);
}

/** The sign-ins of two things together, in each log that has some and can be filtered by both. */
export function togetherLinks(
  view: OverviewView,
  thing: Pick<ThingView, "kind" | "key" | "days">,
  of: RelatedKind,
  { key, logs }: Pick<RelatedThing, "key" | "logs">,
): { log: CategorySlug; href: string }[] {
  return logs.flatMap((log) => {
    const other = otherFilters(of, key, log);
    const href = other && signInsHref(view, thing, log, thing.days.kept, other);
    return href ? [{ log, href }] : [];
  });
}

const PRINCIPAL_FILTERS = { user: "user", servicePrincipal: "servicePrincipal", managedIdentity: "identity" } as const;

function filtersFor(kind: ThingKind, key: string, log: CategorySlug): Filters {
  if (kind === "address") return { ip: addressFilter(key) };
  const filter = kind === "principal" ? PRINCIPAL_FILTERS[CATEGORIES[log].principal] : kind;
  return { [filter]: exactly(filter, key) };
}

function otherFilters(of: RelatedKind, key: string, log: CategorySlug): Filters | null {
  const isUserLog = CATEGORIES[log].principal === "user";
  switch (of) {
    case "users":
      return isUserLog ? filtersFor("principal", key, log) : null;
    case "services":
      return isUserLog ? null : filtersFor("principal", key, log);
    case "applications":
      return filtersFor("application", key, log);
    case "resources":
      return filtersFor("resource", key, log);
    case "addresses":
      return filtersFor("address", key, log);
    case "countries":
      return { country: exactly("country", key) };
    case "devices":
      return { deviceId: exactly("deviceId", key) };
  }
}

/** As text an address also finds those that begin with it; as a block of one it finds itself. */
function addressFilter(key: string): string {
  if (key.includes("/") || !ipaddr.isValid(key)) return key;
  return `${key}/${ipaddr.parse(key).kind() === "ipv4" ? 32 : 128}`;
}

/** What else to look at from one sign-in: the same user, address, application, attempt, in each log where it makes sense. */
import ipaddr from "ipaddr.js";
import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug } from "@/lib/model/categories";
import type { FilterKey } from "@/lib/model/filters";
import { parseFilter, UnusableValue } from "@/lib/model/log-query-values";
import { PRINCIPAL_LABELS } from "@/lib/model/principal-labels";
import { HOUR_MS, retentionCutoff } from "@/lib/model/retention";
import type { Party, SignInDetail } from "@/lib/model/sign-in-view";
import type { LogView } from "../log-view";
import { around, otherLogHref } from "./record-links";

export interface Pivot {
  label: string;
  /** The stretch of time, in words. */
  span: string;
  links: readonly { category: CategorySlug; href: string }[];
}

interface Wanted {
  label: string;
  filter: FilterKey;
  value: string | null;
  hours: number | "all that is kept";
}

/** A person's day, whatever their zone; an address or an application may have as much in an hour. */
const PRINCIPAL_HOURS = 12;
const THING_HOURS = 1;

const PRINCIPAL_FILTERS = { user: "user", servicePrincipal: "servicePrincipal", managedIdentity: "identity" } as const;

export function pivotsOf(view: LogView, detail: SignInDetail): Pivot[] {
  const { principal } = CATEGORIES[detail.category];
  const wanted: Wanted[] = [
    {
      label: `Same ${PRINCIPAL_LABELS[principal].toLowerCase()}`,
      ...{ filter: PRINCIPAL_FILTERS[principal], value: principalId(detail), hours: PRINCIPAL_HOURS },
    },
    { label: "Same IP address", filter: "ip", value: wholeAddress(detail.ipAddress), hours: THING_HOURS },
    { label: "Same application", filter: "application", value: idOrName(detail.application), hours: THING_HOURS },
    { label: "Same resource", filter: "resource", value: idOrName(detail.resource), hours: THING_HOURS },
    { label: "Same correlation ID", filter: "correlationId", value: detail.correlationId, hours: "all that is kept" },
  ];
  return wanted.flatMap(({ label, filter, value, hours }) => {
    if (value === null || !isUsable(filter, value)) return [];
    const range =
      hours === "all that is kept"
        ? { range: "custom", from: retentionCutoff(view.license, view.now).toISOString() }
        : around(detail.createdAt, hours * HOUR_MS);
    const links = CATEGORY_SLUGS.filter((slug) => CATEGORIES[slug].filters.includes(filter)).map((category) => ({
      category,
      href: otherLogHref(view, category, {
        ...range,
        [filter]: value,
        ...(category === detail.category && openOf(detail)),
      }),
    }));
    return [{ label, span: spanText(hours), links }];
  });
}

function principalId({ principal }: SignInDetail): string | null {
  return idOrName({ id: principal.id, name: principal.upn ?? principal.name });
}

/** Exactly the id, as another may begin with it; or else the name: a name may change, and may be another's too. */
function idOrName({ id, name }: Party): string | null {
  return id === null ? name : `=${id}`;
}

/** As text an address also finds those that begin with it; as a block of one it finds itself. */
function wholeAddress(address: string | null): string | null {
  if (address === null || !ipaddr.isValid(address)) return null;
  return `${address}/${ipaddr.parse(address).kind() === "ipv4" ? 32 : 128}`;
}

/** A name that begins with a sign of the filter's own language would find something else. */
function isUsable(filter: FilterKey, value: string): boolean {
  try {
    const { negated, values } = parseFilter(filter, [value]);
    return !negated && values.every(({ type }) => type !== "contains");
  } catch (error) {
    if (error instanceof UnusableValue) return false;
    throw error;
  }
}

function openOf({ id, createdAt }: SignInDetail): { open: string; at: string } {
  return { open: id, at: createdAt.toISOString() };
}

function spanText(hours: Wanted["hours"]): string {
  if (hours === "all that is kept") return "everything that is kept";
  return `${hours === 1 ? "one hour" : `${hours} hours`} before and after`;
}

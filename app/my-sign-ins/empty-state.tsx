import { type OwnQuery, ownQueryHref } from "@/lib/model/own-query";
import type { OwnSignInPage } from "@/lib/services/own-sign-ins/list-own-sign-ins";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";

interface EmptyStateProps {
  query: OwnQuery;
  page: OwnSignInPage;
  zone: ShownZone;
}

/** Why nothing is shown, and the way to more. */
export function EmptyState({ query, page, zone }: EmptyStateProps) {
  const { searchedBackTo, linked } = page;
  if (searchedBackTo) {
    return <p className="own-empty">Nothing found so far: searched back to {zoned(searchedBackTo, zone)}.</p>;
  }
  if (!linked) {
    return (
      <p className="own-empty">
        Your account is not linked to sign-ins yet. Whoever administers it can enter your id at the identity provider.
      </p>
    );
  }
  if (!isFiltered(query)) {
    return <p className="own-empty">No sign-in of yours has been recorded in the days that are kept.</p>;
  }
  return (
    <div className="own-empty grid justify-items-start gap-3">
      <p>{sentenceOf(query)}</p>
      <span className="flex flex-wrap gap-2">
        {query.search && (
          <a className="button" href={ownQueryHref({ ...query, search: "" })}>
            Without the search
          </a>
        )}
        {query.failuresOnly && (
          <a className="button" href={ownQueryHref({ ...query, failuresOnly: false })}>
            Also those that succeeded
          </a>
        )}
        {query.range !== "all" && (
          <a className="button" href={ownQueryHref({ ...query, range: "all" })}>
            Everything kept
          </a>
        )}
      </span>
    </div>
  );
}

function isFiltered({ search, failuresOnly, range }: OwnQuery): boolean {
  return search !== "" || failuresOnly || range !== "all";
}

const WITHIN: Record<OwnQuery["range"], string> = {
  "24h": " in the last 24 hours",
  "7d": " in the last 7 days",
  all: "",
};

function sentenceOf({ search, failuresOnly, range }: OwnQuery): string {
  const what = failuresOnly ? "No failed sign-in of yours" : "No sign-in of yours";
  return `${what}${WITHIN[range]}${search ? ` matches “${search}”` : " was recorded"}.`;
}

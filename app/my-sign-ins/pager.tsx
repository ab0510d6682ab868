import { Icon } from "@/app/_components/icon";
import { type OwnQuery, ownQueryHref } from "@/lib/model/own-query";
import type { OwnSignInPage } from "@/lib/services/own-sign-ins/list-own-sign-ins";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";

interface PagerProps {
  page: OwnSignInPage;
  query: OwnQuery;
  zone: ShownZone;
}

export function Pager({ page: { newerCursor, olderCursor, searchedBackTo, items }, query, zone }: PagerProps) {
  if (!newerCursor && !olderCursor) return null;
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center gap-2">
      {newerCursor && (
        <a className="button" href={ownQueryHref(query, { newer: newerCursor })}>
          <Icon name="chevronLeft" />
          Newer
        </a>
      )}
      {olderCursor && (
        <a className="button" href={ownQueryHref(query, { older: olderCursor })}>
          {searchedBackTo ? "Keep looking" : "Older"}
          <Icon name="chevronRight" />
        </a>
      )}
      {searchedBackTo && items.length > 0 && (
        <span className="text-muted text-sm">Searched back to {zoned(searchedBackTo, zone)}.</span>
      )}
    </nav>
  );
}

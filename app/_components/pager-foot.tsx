import type { ReactNode } from "react";
import { PAGE_SIZES } from "@/lib/model/log-query";
import { Icon } from "./icon";

/** The form whose controls stand in the filter bar and in the foot of a log. */
export const RANGE_FORM = "range";

interface PagerFootProps {
  newer: string | null;
  older: string | null;
  /** What stands on this page, and what is said only where there is room. */
  shown: string;
  aside?: ReactNode;
  size: number;
  /** Further controls, before the number of rows. */
  children?: ReactNode;
}

/** The foot of a log: the ways to its other pages, what this one shows, how many rows a page has. */
export function PagerFoot({ newer, older, shown, aside, size, children }: PagerFootProps) {
  return (
    <footer className="pager">
      <nav aria-label="Pages" className="flex gap-2">
        <PageLink direction="newer" href={newer} />
        <PageLink direction="older" href={older} />
      </nav>
      <p
        aria-live="polite"
        className="tabular min-w-0 truncate text-muted max-[720px]:order-last max-[720px]:w-full max-[720px]:whitespace-normal"
      >
        {shown}
        {aside}
      </p>
      <span className="ml-auto" />
      {children}
      <label className="field flex-none">
        <span>Rows</span>
        <select
          autoComplete="off"
          data-submit-on-change=""
          defaultValue={size}
          form={RANGE_FORM}
          key={size}
          name="size"
        >
          {PAGE_SIZES.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
    </footer>
  );
}

function PageLink({ direction, href }: { direction: "newer" | "older"; href: string | null }) {
  const label = direction === "newer" ? "Newer" : "Older";
  const content = (
    <>
      {direction === "newer" && <Icon name="chevronLeft" />}
      {label}
      {direction === "older" && <Icon name="chevronRight" />}
    </>
  );
  if (!href) {
    return (
      <span aria-disabled="true" className="button">
        {content}
      </span>
    );
  }
  return (
    <a className="button" data-soft="" href={href} rel={direction === "newer" ? "prev" : "next"}>
      {content}
    </a>
  );
}

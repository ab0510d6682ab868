import type { ReactNode } from "react";
import { Icon } from "@/app/_components/icon";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { type LogView, viewHref } from "../log-view";

interface PaneButtonsProps {
  view: LogView;
  items: readonly SignInListItem[];
  current?: SignInListItem;
  /** What is copied for another reader: the pane covers the button that the page has for it. */
  sharedHref?: string;
  /** What stands before the way to the previous and the next. */
  children?: ReactNode;
}

/** The top line of the pane: previous, next, close. */
export function PaneButtons({ view, items, current, sharedHref, children }: PaneButtonsProps) {
  const index = items.findIndex(
    (item) => item.id === current?.id && item.createdAt.getTime() === current.createdAt.getTime(),
  );
  const hrefOf = (item: SignInListItem | undefined) =>
    item && viewHref(view, { open: item.id, at: item.createdAt.toISOString() });
  const previous = index > 0 ? hrefOf(items[index - 1]) : undefined;
  const next = index >= 0 ? hrefOf(items[index + 1]) : undefined;
  return (
    <div className="pane-buttons">
      {children}
      <div className="flex items-center">
        {sharedHref && (
          <button
            aria-label="Copy a link to this sign-in and the view"
            className="icon-button copy-button pane-link"
            data-copy={sharedHref}
            title="Copy a link to this sign-in and the view"
            type="button"
          >
            <Icon className="todo" name="link" />
            <Icon className="done" name="check" />
          </button>
        )}
        {previous && (
          <a
            aria-label="Previous sign-in"
            className="icon-button"
            data-pane-previous=""
            data-soft=""
            href={previous}
            title="Previous (k)"
          >
            <Icon className="rotate-180" name="chevronDown" />
          </a>
        )}
        {next && (
          <a
            aria-label="Next sign-in"
            className="icon-button"
            data-pane-next=""
            data-soft=""
            href={next}
            title="Next (j)"
          >
            <Icon name="chevronDown" />
          </a>
        )}
        <a
          aria-label="Close the details"
          className="icon-button"
          data-pane-close=""
          data-soft=""
          href={viewHref(view, { open: null, at: null, pane: null })}
          title="Close (Esc)"
        >
          <Icon name="close" />
        </a>
      </div>
    </div>
  );
}

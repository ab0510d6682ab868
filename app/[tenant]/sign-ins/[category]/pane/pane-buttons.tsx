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

/** The top line of the pane of a sign-in. */
export function PaneButtons({ view, items, current, sharedHref, children }: PaneButtonsProps) {
  const index = items.findIndex(
    (item) => item.id === current?.id && item.createdAt.getTime() === current.createdAt.getTime(),
  );
  const hrefOf = (item: SignInListItem | undefined) =>
    item && viewHref(view, { open: item.id, at: item.createdAt.toISOString() });
  return (
    <PaneControls
      closeHref={viewHref(view, { open: null, at: null, pane: null })}
      nextHref={index >= 0 ? hrefOf(items[index + 1]) : undefined}
      noun="sign-in"
      previousHref={index > 0 ? hrefOf(items[index - 1]) : undefined}
      sharedHref={sharedHref}
    >
      {children}
    </PaneControls>
  );
}

interface PaneControlsProps {
  /** What the pane shows one of. */
  noun: string;
  previousHref?: string;
  nextHref?: string;
  closeHref: string;
  sharedHref?: string;
  children?: ReactNode;
}

/** The top line of a pane: copy a link, previous, next, close. */
export function PaneControls({ noun, previousHref, nextHref, closeHref, sharedHref, children }: PaneControlsProps) {
  return (
    <div className="pane-buttons">
      {children}
      <div className="flex items-center">
        {sharedHref && (
          <button
            aria-label={`Copy a link to this ${noun} and the view`}
            className="icon-button copy-button pane-link"
            data-copy={sharedHref}
            title={`Copy a link to this ${noun} and the view`}
            type="button"
          >
            <Icon className="todo" name="link" />
            <Icon className="done" name="check" />
          </button>
        )}
        {previousHref && (
          <a
            aria-label={`Previous ${noun}`}
            className="icon-button"
            data-pane-previous=""
            data-soft=""
            href={previousHref}
            title="Previous (k)"
          >
            <Icon className="rotate-180" name="chevronDown" />
          </a>
        )}
        {nextHref && (
          <a
            aria-label={`Next ${noun}`}
            className="icon-button"
            data-pane-next=""
            data-soft=""
            href={nextHref}
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
          href={closeHref}
          title="Close (Esc)"
        >
          <Icon name="close" />
        </a>
      </div>
    </div>
  );
}

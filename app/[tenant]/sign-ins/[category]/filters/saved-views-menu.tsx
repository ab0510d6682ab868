"use client";
/** The views kept under a name: the reader's own and those shared in the tenant. Plain forms; on the client only to answer in place. */
import { type RefObject, useActionState, useEffect, useId, useRef } from "react";
import { Icon } from "@/app/_components/icon";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { MAX_VIEW_NAME_LENGTH, type SavedView } from "@/lib/model/saved-views";
import { type ViewFormState, viewAction } from "./view-actions";

export interface ViewLink extends SavedView {
  href: string;
  /** Whether it is what the page shows. */
  current: boolean;
}

export interface SavedViewsMenuProps {
  views: readonly ViewLink[];
  /** What a form needs to know of the page. */
  page: {
    tenant: string;
    category: CategorySlug;
    /** The view that is shown; null when the address is unusable. */
    query: string | null;
    /** Where to come back to. */
    here: string;
  };
}

export function SavedViewsMenu({ views, page }: SavedViewsMenuProps) {
  const [state, action, pending] = useActionState<ViewFormState, FormData>(viewAction, {});
  const menu = useRef<HTMLDetailsElement>(null);
  useClosedByChange(menu, views);
  const current = views.find((view) => view.current);
  const sections = [
    { label: "Yours", views: views.filter(({ own }) => own) },
    { label: "Shared by others", views: views.filter(({ own }) => !own) },
  ];
  return (
    <details className="menu views-menu" open={state.message !== undefined} ref={menu}>
      <summary className="button" title={current ? `View: ${current.name}` : undefined}>
        <Icon name="bookmark" />
        <span className="truncate">{current ? current.name : "Views"}</span>
        <Icon className="text-faint" name="chevronDown" />
      </summary>
      <div>
        {state.message && (
          <p className="problem px-2 py-1" role="alert">
            {state.message}
          </p>
        )}
        {views.length === 0 && (
          <p className="filter-hint px-2 py-1">
            A view is a log with its range and filters, kept under a name. None is saved yet.
          </p>
        )}
        {sections.map((section) => (
          <Section {...section} action={action} key={section.label} page={page} />
        ))}
        {page.query !== null && (
          <form action={action} className="view-save">
            <PageFields page={page} />
            <label className="field">
              <span className="sr-only">Name of the new view</span>
              <input
                autoComplete="off"
                defaultValue={state.name}
                maxLength={MAX_VIEW_NAME_LENGTH}
                name="name"
                placeholder="Save this view as"
                required
                type="text"
              />
            </label>
            <SharedBox />
            <button className="button button-primary" disabled={pending} name="intent" type="submit" value="save">
              Save view
            </button>
          </form>
        )}
      </div>
    </details>
  );
}

/** A menu that has done what it was opened for closes, and the focus is where it was opened. */
function useClosedByChange(menu: RefObject<HTMLDetailsElement | null>, views: readonly ViewLink[]): void {
  const now = JSON.stringify(views.map(({ viewId, name, query, shared }) => [viewId, name, query, shared]));
  const before = useRef(now);
  useEffect(() => {
    if (now === before.current) return;
    before.current = now;
    if (!menu.current?.open) return;
    for (const inner of menu.current.querySelectorAll("details")) inner.open = false;
    menu.current.open = false;
    menu.current.querySelector("summary")?.focus();
  }, [menu, now]);
}

interface SectionProps {
  label: string;
  views: readonly ViewLink[];
  page: SavedViewsMenuProps["page"];
  action: (form: FormData) => void;
}

function Section({ label, views, page, action }: SectionProps) {
  const id = useId();
  if (views.length === 0) return null;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{label}</h3>
      <ul>
        {views.map((view) => (
          <li className="view-row" key={view.viewId}>
            <a aria-current={view.current ? "page" : undefined} className="menu-item" data-soft="" href={view.href}>
              <span className="min-w-0">
                <span className="truncate">{view.name}</span>
                <small>{aside(view, page.category)}</small>
              </span>
            </a>
            {view.editable && <ViewEditor action={action} page={page} view={view} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What is said below a view's name. */
function aside({ own, shared, ownerName, category, unusable }: ViewLink, here: CategorySlug): string {
  const parts = [
    category === here ? "" : `${CATEGORIES[category].label} log`,
    own ? (shared ? "Shared in the tenant" : "") : `From ${ownerName}`,
    unusable.length > 0 ? `Uses ${unusable.join(" and ")}, which your role or the license does not allow` : "",
  ];
  return parts.filter((part) => part !== "").join(" · ");
}

function ViewEditor({
  view,
  page,
  action,
}: {
  view: ViewLink;
  page: SavedViewsMenuProps["page"];
  action: SectionProps["action"];
}) {
  const replaceable = page.query !== null && view.category === page.category && !view.current;
  return (
    <details className="view-editor">
      <summary className="icon-button" title={`Change the view ${view.name}`}>
        <span className="sr-only">Change the view {view.name}</span>
        <Icon name="pencil" />
      </summary>
      <form action={action} className="view-save">
        <PageFields page={page} />
        <input name="viewId" type="hidden" value={view.viewId} />
        <label className="field">
          <span>Name</span>
          <input
            autoComplete="off"
            defaultValue={view.name}
            key={view.name}
            maxLength={MAX_VIEW_NAME_LENGTH}
            name="name"
            required
            type="text"
          />
        </label>
        <SharedBox checked={view.shared} />
        <p className="flex flex-wrap gap-2">
          <button className="button button-primary" name="intent" type="submit" value="change">
            Save changes
          </button>
          {replaceable && (
            <button className="button" name="intent" type="submit" value="replace">
              Replace with what is shown
            </button>
          )}
          <button className="button" name="intent" type="submit" value="delete">
            Delete
          </button>
        </p>
      </form>
    </details>
  );
}

function SharedBox({ checked }: { checked?: boolean }) {
  return (
    <label className="view-shared">
      <input
        className="checkbox"
        defaultChecked={checked}
        key={String(checked)}
        name="shared"
        type="checkbox"
        value="yes"
      />
      Share with everybody who reads this tenant’s logs
    </label>
  );
}

function PageFields({ page }: Pick<SavedViewsMenuProps, "page">) {
  return (
    <>
      <input name="tenant" type="hidden" value={page.tenant} />
      <input name="category" type="hidden" value={page.category} />
      <input name="query" type="hidden" value={page.query ?? ""} />
      <input name="here" type="hidden" value={page.here} />
    </>
  );
}

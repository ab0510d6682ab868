"use client";
/** The way to the choice of columns: a menu over the table, or without JavaScript a link to a page of its own. */
import { useRef, useState, useSyncExternalStore } from "react";
import { Icon } from "@/app/_components/icon";
import { ColumnForm, type ColumnFormProps } from "./column-form";

export function ColumnsMenu({ pageHref, ...form }: ColumnFormProps & { pageHref: string }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [open, setOpen] = useState(false);
  const scripted = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  if (!scripted) {
    return (
      <a className="button" href={pageHref}>
        <Label />
      </a>
    );
  }
  const close = () => {
    if (!menu.current) return;
    menu.current.open = false;
    menu.current.querySelector("summary")?.focus();
  };
  return (
    <details className="menu columns-menu" onToggle={(event) => setOpen(event.currentTarget.open)} ref={menu}>
      <summary className="button">
        <Label />
      </summary>
      {/* Only while it is open: what was not saved is forgotten, and the page stays light. */}
      <div>{open && <ColumnForm {...form} onSaved={close} />}</div>
    </details>
  );
}

const neverChanges = () => () => {};

function Label() {
  return (
    <>
      <Icon name="columns" />
      <span className="button-text">Columns</span>
    </>
  );
}

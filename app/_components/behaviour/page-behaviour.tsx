"use client";
/**
 * What JavaScript adds to pages that work without it. One component with listeners on the document, so that tables and
 * panes stay plain HTML from the server and cost nothing to hydrate.
 */
import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { submitChoice, submitEarlyChoice } from "./choices";
import { closeMenus, copyValue, focusOpened } from "./clicks";
import { handleKey } from "./keys";
import { followForm, followLink, followRow } from "./navigation";
import { dragPane, movePane, resetPane } from "./pane-width";
import { watchStripDrags } from "./strip-drag";
import { rememberZone } from "./zone-cookie";

/** A page that comes sooner needs no hint; the line over the page waits as long (`frame.css`). */
const HINT_AFTER_MS = 200;

export function PageBehaviour() {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  const [slow, setSlow] = useState(false);

  useEffect(() => {
    if (!pending) return;
    const timer = window.setTimeout(() => setSlow(true), HINT_AFTER_MS);
    return () => {
      window.clearTimeout(timer);
      setSlow(false);
    };
  }, [pending]);

  useEffect(() => {
    document.documentElement.dataset.js = "";
    // Only a page that showed another zone than the browser's is drawn again.
    const zone = rememberZone();
    const shown = document.querySelector<HTMLElement>("[data-local-zone]")?.dataset.localZone;
    if (zone && shown && shown !== zone) router.refresh();

    const go = (href: string) => startTransition(() => router.push(href, { scroll: false }));
    const onClick = (event: MouseEvent) => {
      closeMenus(event);
      if (copyValue(event) || followLink(event, go)) return;
      followRow(event);
    };
    const onSubmit = (event: SubmitEvent) => followForm(event, go);
    const onKey = (event: KeyboardEvent) => {
      if (!movePane(event)) handleKey(event);
    };
    const unwatchStrips = watchStripDrags(go);
    document.addEventListener("click", onClick);
    document.addEventListener("pointerdown", dragPane);
    document.addEventListener("dblclick", resetPane);
    document.addEventListener("submit", onSubmit);
    document.addEventListener("change", submitChoice);
    document.addEventListener("keydown", onKey);
    // Toggling does not bubble.
    document.addEventListener("toggle", focusOpened, true);
    submitEarlyChoice();
    return () => {
      unwatchStrips();
      document.removeEventListener("click", onClick);
      document.removeEventListener("pointerdown", dragPane);
      document.removeEventListener("dblclick", resetPane);
      document.removeEventListener("submit", onSubmit);
      document.removeEventListener("change", submitChoice);
      document.removeEventListener("keydown", onKey);
      document.removeEventListener("toggle", focusOpened, true);
    };
  }, [router]);

  return (
    <>
      <div aria-hidden="true" className="progress-line" data-pending={pending ? "" : undefined} />
      <p className="sr-only" role="status">
        {slow && "Loading"}
      </p>
    </>
  );
}

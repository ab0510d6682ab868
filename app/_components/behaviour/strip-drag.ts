/** Dragging over several bars of a strip chart narrows the range to them; a plain press is the bar's own link. */

type Go = (href: string) => void;

/** @returns what takes the listeners away again. */
export function watchStripDrags(go: Go): () => void {
  let start: SVGAElement | null = null;
  let end: SVGAElement | null = null;

  const mark = () => {
    const bars = start ? barsBetween(start, end ?? start) : [];
    for (const bar of document.querySelectorAll("[data-strip] a")) {
      bar.toggleAttribute("data-dragged", bars.length > 1 && bars.includes(bar as SVGAElement));
    }
  };
  const onDown = (event: PointerEvent) => {
    start = event.button === 0 ? barAt(event) : null;
    end = start;
  };
  const onMove = (event: PointerEvent) => {
    if (!start) return;
    const bar = barAt(event);
    if (!bar || bar.ownerSVGElement !== start.ownerSVGElement) return;
    end = bar;
    mark();
  };
  const onUp = () => {
    const bars = start && end ? barsBetween(start, end) : [];
    const strip = start?.ownerSVGElement?.dataset.strip;
    start = null;
    mark();
    const [first, last] = [bars[0], bars.at(-1)];
    if (!strip || !first || !last || first === last) return;
    ignoreNextClick();
    const url = new URL(strip, window.location.href);
    url.searchParams.set("from", first.dataset.from ?? "");
    url.searchParams.set("to", last.dataset.to ?? "");
    go(url.pathname + url.search);
  };
  const giveUp = () => {
    start = null;
    end = null;
    mark();
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape" || !start) return;
    // The pane stays open; and letting go is no press on a bar.
    event.preventDefault();
    giveUp();
    document.addEventListener("pointerup", ignoreNextClick, { once: true });
  };
  // Links can be dragged away by default.
  const onDragStart = (event: DragEvent) => {
    if ((event.target as Element).closest?.("[data-strip]")) event.preventDefault();
  };
  document.addEventListener("pointerdown", onDown);
  document.addEventListener("pointermove", onMove);
  document.addEventListener("pointerup", onUp);
  // The browser took the pointer, to scroll.
  document.addEventListener("pointercancel", giveUp);
  document.addEventListener("keydown", onKey, true);
  document.addEventListener("dragstart", onDragStart);
  return () => {
    document.removeEventListener("pointerdown", onDown);
    document.removeEventListener("pointermove", onMove);
    document.removeEventListener("pointerup", onUp);
    document.removeEventListener("pointercancel", giveUp);
    document.removeEventListener("keydown", onKey, true);
    document.removeEventListener("dragstart", onDragStart);
  };
}

/** The click that follows a drag would be the link of the last bar. Where none follows, the next one is the reader's. */
function ignoreNextClick(): void {
  const ignored = (event: MouseEvent) => event.preventDefault();
  document.addEventListener("click", ignored, { capture: true, once: true });
  window.setTimeout(() => document.removeEventListener("click", ignored, true));
}

function barAt(event: PointerEvent): SVGAElement | null {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest<SVGAElement>("[data-strip] a") ?? null;
}

function barsBetween(a: SVGAElement, b: SVGAElement): SVGAElement[] {
  const bars = [...(a.ownerSVGElement?.querySelectorAll<SVGAElement>("a") ?? [])];
  const [from, to] = [bars.indexOf(a), bars.indexOf(b)].sort((x, y) => x - y) as [number, number];
  return from < 0 ? [] : bars.slice(from, to + 1);
}

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
    // The click that follows would be the last bar's link.
    document.addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
    const url = new URL(strip, window.location.href);
    url.searchParams.set("from", first.dataset.from ?? "");
    url.searchParams.set("to", last.dataset.to ?? "");
    go(url.pathname + url.search);
  };
  // Links can be dragged away by default.
  const onDragStart = (event: DragEvent) => {
    if ((event.target as Element).closest?.("[data-strip]")) event.preventDefault();
  };
  document.addEventListener("pointerdown", onDown);
  document.addEventListener("pointermove", onMove);
  document.addEventListener("pointerup", onUp);
  document.addEventListener("dragstart", onDragStart);
  return () => {
    document.removeEventListener("pointerdown", onDown);
    document.removeEventListener("pointermove", onMove);
    document.removeEventListener("pointerup", onUp);
    document.removeEventListener("dragstart", onDragStart);
  };
}

function barAt(event: PointerEvent): SVGAElement | null {
  return document.elementFromPoint(event.clientX, event.clientY)?.closest<SVGAElement>("[data-strip] a") ?? null;
}

function barsBetween(a: SVGAElement, b: SVGAElement): SVGAElement[] {
  const bars = [...(a.ownerSVGElement?.querySelectorAll<SVGAElement>("a") ?? [])];
  const [from, to] = [bars.indexOf(a), bars.indexOf(b)].sort((x, y) => x - y) as [number, number];
  return from < 0 ? [] : bars.slice(from, to + 1);
}

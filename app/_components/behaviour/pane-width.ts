import { clampPaneWidth, DEFAULT_PANE_WIDTH, PANE_COOKIE } from "@/lib/model/pane-width";

const YEAR_SECONDS = 31_536_000;
const KEY_STEP_PX = 24;

/** Drags the pane's edge, which stands at the right of the page; a double click gives the width it had at first. */
export function dragPane(event: PointerEvent): void {
  const handle = (event.target as Element).closest<HTMLElement>("[data-pane-handle]");
  if (!handle || event.button !== 0) return;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  // The edge stays where the pointer took hold of it.
  const held = widthOf(handle) - (window.innerWidth - event.clientX);
  const onMove = (move: PointerEvent) => setWidth(handle, held + window.innerWidth - move.clientX);
  const onEnd = () => {
    handle.removeEventListener("pointermove", onMove);
    remember(handle);
  };
  handle.addEventListener("pointermove", onMove);
  handle.addEventListener("lostpointercapture", onEnd, { once: true });
}

export function resetPane(event: MouseEvent): void {
  const handle = (event.target as Element).closest<HTMLElement>("[data-pane-handle]");
  if (!handle) return;
  setWidth(handle, DEFAULT_PANE_WIDTH);
  remember(handle);
}

/** Arrows move the edge when it has the focus. @returns whether the key was for it. */
export function movePane(event: KeyboardEvent): boolean {
  const handle = event.target as HTMLElement;
  const step = event.key === "ArrowLeft" ? KEY_STEP_PX : event.key === "ArrowRight" ? -KEY_STEP_PX : 0;
  if (step === 0 || !handle.matches?.("[data-pane-handle]")) return false;
  event.preventDefault();
  setWidth(handle, widthOf(handle) + step);
  remember(handle);
  return true;
}

function widthOf(handle: HTMLElement): number {
  return Number(handle.getAttribute("aria-valuenow"));
}

function setWidth(handle: HTMLElement, wanted: number): void {
  const width = clampPaneWidth(wanted);
  document.documentElement.style.setProperty("--pane", `${width}px`);
  handle.setAttribute("aria-valuenow", String(width));
}

function remember(handle: HTMLElement): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain HTTP and in older browsers.
  document.cookie = `${PANE_COOKIE}=${handle.getAttribute("aria-valuenow")}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}

/** How wide the details pane is, in pixels: remembered per browser, as it depends on the screen. */
export const PANE_COOKIE = "pane";
export const DEFAULT_PANE_WIDTH = 560;
export const MIN_PANE_WIDTH = 420;
export const MAX_PANE_WIDTH = 1000;

/** @param remembered the cookie's value as it came; what is no width counts as not remembered. */
export function paneWidth(remembered: string | undefined): number {
  return remembered !== undefined && /^\d{1,5}$/.test(remembered)
    ? clampPaneWidth(Number(remembered))
    : DEFAULT_PANE_WIDTH;
}

export function clampPaneWidth(width: number): number {
  return Math.min(MAX_PANE_WIDTH, Math.max(MIN_PANE_WIDTH, Math.round(width)));
}

import { moveBetweenRows } from "./row-keys";

/**
 * Keys of the log page: Esc closes, f goes to the filter, the arrows go from row to row, j and k through the records of
 * the open pane. On every page / goes to the search.
 */
export function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  if (event.key === "Escape") {
    closeTopmost();
    return;
  }
  if (isTyping(event.target as Element)) return;
  if (!event.shiftKey && moveBetweenRows(event.key, event.target as Element)) {
    event.preventDefault();
    return;
  }
  if (event.key === "/" && goToSearch()) event.preventDefault();
  if (event.key === "f") {
    const filter = document.querySelector<HTMLElement>("[data-filter-first]");
    if (!filter) return;
    event.preventDefault();
    filter.focus();
    if (filter.matches("summary")) filter.click();
  }
  if (event.key === "j") document.querySelector<HTMLElement>("[data-pane-next]")?.click();
  if (event.key === "k") document.querySelector<HTMLElement>("[data-pane-previous]")?.click();
}

/** To the field in the top bar; where there is no room for one, to the page that has it. */
function goToSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("[data-search]");
  if (field?.checkVisibility()) {
    field.focus();
    field.select();
    return true;
  }
  const page = document.querySelector<HTMLElement>("[data-search-page]");
  page?.click();
  return page !== null;
}

function isTyping(target: Element): boolean {
  return target.matches("input, select, textarea, [contenteditable]");
}

function closeTopmost(): void {
  const menu = document.querySelector<HTMLDetailsElement>("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
    return;
  }
  document.querySelector<HTMLElement>("[data-pane-close]")?.click();
}

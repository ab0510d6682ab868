/**
 * Going through a log by the keyboard. A row is a `tr` of a sign-in or of a group, and its link, marked `data-row-link`,
 * carries the focus: Enter is the browser's own, and so is Tab from row to row. A group's link says by
 * `aria-expanded` whether its sign-ins stand below it.
 */

const ROWS = "tr:is([data-sign-in-id], [data-group-key], [data-activity-id])";

/** @returns whether the key meant something to the rows. */
export function moveBetweenRows(key: string, target: Element): boolean {
  if (!comesFromTable(target)) return false;
  // With nothing in particular focused the open record is where the reader is.
  const current = target.closest(ROWS) ?? document.querySelector(`${ROWS}[data-open]`);
  switch (key) {
    case "ArrowDown":
      return focusRow(current ? beside(current, 1) : firstInSight());
    case "ArrowUp":
      return focusRow(current ? beside(current, -1) : undefined);
    case "Home":
      return current !== null && focusRow(rows()[0]);
    case "End":
      return current !== null && focusRow(rows().at(-1));
    case "ArrowRight":
      return current !== null && expand(current);
    case "ArrowLeft":
      return current !== null && collapse(current);
    default:
      return false;
  }
}

/** The table, or nothing in particular: what else has the focus keeps its arrows. */
function comesFromTable(target: Element): boolean {
  return target === document.body || target.matches("main") || target.closest(".table-box") !== null;
}

function rows(): Element[] {
  return [...document.querySelectorAll(ROWS)];
}

function beside(row: Element, step: number): Element | undefined {
  const all = rows();
  return all[all.indexOf(row) + step];
}

/** The first row that is not scrolled away: the reader may have scrolled before reaching for the keys. */
export function firstInSight(): Element | undefined {
  // The header cells stay in sight, the row that they are in does not.
  const head = document.querySelector(".table-box th")?.getBoundingClientRect().bottom ?? 0;
  return rows().find((row) => row.getBoundingClientRect().top >= head - 1);
}

function focusRow(row: Element | undefined): boolean {
  const link = linkOf(row);
  if (!row || !link) return false;
  link.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function linkOf(row: Element | null | undefined): HTMLElement | null {
  return row?.querySelector<HTMLElement>("a[data-row-link]") ?? null;
}

/** Opens a group; in an open one goes to its first sign-in. */
function expand(row: Element): boolean {
  const link = linkOf(row);
  const expanded = link?.getAttribute("aria-expanded");
  if (expanded === "false") link?.click();
  return expanded === "false" || (expanded === "true" && focusRow(beside(row, 1)));
}

/** Closes a group; from one of its sign-ins goes to the group first. */
function collapse(row: Element): boolean {
  const link = linkOf(row);
  if (link?.getAttribute("aria-expanded") === "true") {
    link.click();
    return true;
  }
  if (row.matches("[data-group-key]")) return false;
  const all = rows();
  return focusRow(
    all
      .slice(0, all.indexOf(row))
      .reverse()
      .find((each) => each.matches("[data-group-key]")),
  );
}

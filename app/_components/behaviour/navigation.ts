/** Following links and filter forms without loading the page anew, so that the place in the table is kept. */

import { settleFilterForm } from "@/lib/model/filter-operators";

type Go = (href: string) => void;

/** Follows a link marked `data-soft` inside the page; what a browser does otherwise (new tab, download) stays its own. */
export function followLink(event: MouseEvent, go: Go): boolean {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  if (!link) return false;
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (plain && !event.defaultPrevented && link.hasAttribute("data-soft")) {
    event.preventDefault();
    closeMenuOf(link);
    // Of a link in a drawing, "href" is no text.
    const url = new URL(link.getAttribute("href") ?? "", window.location.href);
    // The fragment is for browsers without JavaScript, which would lose the row from sight.
    go(url.pathname + url.search);
  }
  return true;
}

/** A click anywhere on a row opens it, unless the reader was selecting text or aimed at something else. */
export function followRow(event: MouseEvent): void {
  const target = event.target as Element;
  if (target.closest("a, button, input, select, summary, label")) return;
  if (document.getSelection()?.isCollapsed === false) return;
  target
    .closest("tr:is([data-sign-in-id], [data-group-key], [data-activity-id])")
    ?.querySelector<HTMLAnchorElement>("a[data-row-link]")
    ?.click();
}

/** Sends a GET form marked `data-soft` as a clean address: fields left empty are not in it. */
export function followForm(event: SubmitEvent, go: Go): void {
  const form = event.target as HTMLFormElement;
  if (!form.hasAttribute("data-soft") || event.defaultPrevented) return;
  event.preventDefault();
  const params = new URLSearchParams();
  const data = new FormData(form);
  for (const [key, value] of data) {
    if (typeof value !== "string" || value.trim() === "") continue;
    if ((key === "from" || key === "to") && data.has("range") && data.get("range") !== "custom") continue;
    params.append(key, value.trim());
  }
  closeMenuOf(form);
  const query = (settleFilterForm(params) ?? params).toString();
  go(new URL(form.action).pathname + (query ? `?${query}` : ""));
}

/** The menu that a form or link stands in has done its work; the focus goes back to what opened it. */
function closeMenuOf(element: Element): void {
  const menu = element.closest<HTMLDetailsElement>("details.menu");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

const COPIED_SHOWN_MS = 1600;

/** Copies the value of a button marked `data-copy` and says so for a moment. */
export function copyValue(event: MouseEvent): boolean {
  const button = (event.target as Element).closest<HTMLButtonElement>("button[data-copy]");
  if (!button) return false;
  void writeClipboard(button.dataset.copy ?? "").then((written) => {
    if (!written) return;
    button.dataset.copied = "";
    window.setTimeout(() => delete button.dataset.copied, COPIED_SHOWN_MS);
  });
  return true;
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    // Absent on plain HTTP away from this machine.
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

/** Closes open menus when the click was outside them. What was clicked may have left the page by now, so its path counts. */
export function closeMenus(event: MouseEvent): void {
  const path = event.composedPath();
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details.menu[open]")) {
    if (!path.includes(menu)) menu.open = false;
  }
}

/** An opened menu that begins with a field has the focus in it; not where that would bring up a keyboard on the screen. */
export function focusOpened(event: Event): void {
  const menu = event.target as HTMLDetailsElement;
  if (!menu.open || !menu.matches("details.menu") || !window.matchMedia("(hover: hover)").matches) return;
  menu.querySelector<HTMLElement>("[data-autofocus]")?.focus();
}

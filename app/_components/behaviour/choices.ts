/** Selects marked `data-submit-on-change`: the choice is enough, no button needed. */

/** "custom" opens fields that are still to be filled in. */
const NEEDS_MORE = "custom";

export function submitChoice(event: Event): void {
  const control = event.target as HTMLSelectElement;
  if (control.matches?.("[data-submit-on-change]")) submit(control);
}

/** A reader can be faster than the page's scripts: what was chosen before they listened counts too. */
export function submitEarlyChoice(): void {
  const selects = document.querySelectorAll<HTMLSelectElement>("select[data-submit-on-change]");
  const early = [...selects].find(({ selectedOptions }) => selectedOptions[0]?.defaultSelected === false);
  if (early) submit(early);
}

function submit(control: HTMLSelectElement): void {
  if (control.value !== NEEDS_MORE) control.form?.requestSubmit();
}

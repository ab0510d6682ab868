import { formatCount } from "@/lib/model/format-number";

/** How many accounts were tried from an address, and how many of them got in. */
export function triedText(tried: number, succeeded: number): string {
  if (tried === 0) return "No account was tried from here.";
  if (tried === 1) return `1 account was tried from here; it ${succeeded === 0 ? "did not succeed" : "succeeded"}.`;
  const some = succeeded === 0 ? "none" : formatCount(succeeded);
  return `${formatCount(tried)} accounts were tried from here; ${some} of them succeeded.`;
}

/** What a stored value is called where it is offered. */
import { shortReason } from "@/lib/model/error-catalogue";
import type { FilterKey } from "@/lib/model/filters";

let regions: Intl.DisplayNames | undefined;

/** The value's name, with the value itself as detail; of most fields the value is its own name. */
export function valueLabel(key: FilterKey, value: string): { label: string; detail?: string } {
  const label = nameOf(key, value);
  return label === undefined || label === value ? { label: value } : { label, detail: value };
}

function nameOf(key: FilterKey, value: string): string | undefined {
  if (key === "country") return countryName(value);
  return key === "errorCode" ? errorName(Number(value)) : undefined;
}

function countryName(code: string): string | undefined {
  if (!/^[A-Za-z]{2}$/.test(code)) return undefined;
  regions ??= new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
  return regions.of(code.toUpperCase());
}

function errorName(code: number): string {
  if (code === 0) return "No error";
  const reason = shortReason(code);
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

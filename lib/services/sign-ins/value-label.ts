/** What a stored value is called where it is offered. */
import { countryName } from "@/lib/model/country-names";
import { shortReason } from "@/lib/model/error-catalogue";
import type { FilterKey } from "@/lib/model/filters";

/** The value's name, with the value itself as detail; of most fields the value is its own name. */
export function valueLabel(key: FilterKey, value: string): { label: string; detail?: string } {
  const label = nameOf(key, value);
  return label === undefined || label === value ? { label: value } : { label, detail: value };
}

function nameOf(key: FilterKey, value: string): string | undefined {
  if (key === "country") return countryName(value);
  return key === "errorCode" ? errorName(Number(value)) : undefined;
}

function errorName(code: number): string {
  if (code === 0) return "No error";
  const reason = shortReason(code);
  return reason.charAt(0).toUpperCase() + reason.slice(1);
}

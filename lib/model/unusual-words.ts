/** Why a user's sign-in stands out, told to whoever administers. */
import { countryName } from "./country-names";
import { formatCount } from "./format-number";
import { spanText } from "./sentences-own";
import type { SignInListItem } from "./sign-in-view";
import type { Unusual } from "./unusual";
import { UNUSUAL_LABELS } from "./unusual-labels";

/** `New country`, `After 12 failures`. */
export function unusualWords(reason: Unusual): string {
  return reason.kind === "burst" ? `After ${formatCount(reason.failures)} failures` : UNUSUAL_LABELS[reason.kind];
}

/** The whole reason, in one sentence. */
export function unusualOfUser(reason: Unusual, { location }: Pick<SignInListItem, "location">): string {
  switch (reason.kind) {
    case "country": {
      const { country } = location;
      return `From a country that this user had not signed in from before: ${(country && countryName(country)) ?? country}.`;
    }
    case "device":
      return "With a device or browser that this user had not used before.";
    case "burst":
      return `A success after ${formatCount(reason.failures)} failures within ${reason.minutes} minutes.`;
    case "travel":
      return `${formatCount(reason.km)} km from ${reason.fromCity ?? "the sign-in before"}, ${spanText(reason.minutes)} later: too far to travel.`;
  }
}

/** Places and parties as the pages write them. */
import type { Party, SignInListItem } from "./sign-in-view";

/** `Oslo, NO`; the state stands in where there is no city; undefined when nothing was recorded. */
export function formatLocation(location: SignInListItem["location"]): string | undefined {
  const place = location.city ?? location.state;
  const known = [place, location.country].filter((part) => part !== null && part !== undefined && part !== "");
  return known.length > 0 ? known.join(", ") : undefined;
}

/** The name, or where there is none the id; undefined when neither was recorded. */
export function partyLabel(party: Party): string | undefined {
  return party.name || party.id || undefined;
}

/** How a sign-in that was no success went on, in one plain sentence. */
import type { Ending } from "./attempt";
import { CATEGORIES } from "./categories";
import { durationText } from "./format-duration";
import { partyLabel } from "./format-place";
import { formatInstant } from "./format-time";
import type { Party, SignInListItem } from "./sign-in-view";

type Begun = Pick<SignInListItem, "category" | "createdAt" | "application" | "resource" | "ipAddress">;

/**
 * `Then signed in at 14:07:12, 2 minutes later, with a second factor`; or that nothing came of it. What is different from
 * the sign-in itself (application, address) is named.
 * @param zone IANA name of the zone that the time is written in.
 */
export function endingSentence(signIn: Begun, ending: Ending, zone: string): string {
  if (ending.kind === "none") return ending.over ? "No success within an hour." : "No success since then.";
  const next = ending.signIn;
  const isUser = CATEGORIES[signIn.category].principal === "user";
  const silently = isUser && next.category === "non-interactive" && signIn.category === "interactive";
  const parts = [
    `${isUser ? "Then signed in" : "Then succeeded"}${silently ? " silently" : ""} at ${timeOf(next.createdAt, signIn.createdAt, zone)}`,
    `${durationText(next.createdAt.getTime() - signIn.createdAt.getTime())} later`,
    ending.secondFactor && "with a second factor",
    otherTarget(signIn, next),
    differs(signIn.ipAddress, next.ipAddress) && `from another address (${next.ipAddress})`,
  ];
  return `${parts.filter(Boolean).join(", ")}.`;
}

function otherTarget(signIn: Begun, next: SignInListItem): string | undefined {
  const part = CATEGORIES[signIn.category].principal === "user" ? "application" : "resource";
  return differs(keyOf(signIn[part]), keyOf(next[part])) ? `to ${partyLabel(next[part])}` : undefined;
}

function keyOf({ id, name }: Party): string | null {
  return id ?? name;
}

/** Only what both recorded can differ. */
function differs(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

function timeOf(at: Date, since: Date, zone: string): string {
  const written = formatInstant(at, zone);
  const [day, time = written] = written.split(", ");
  return formatInstant(since, zone).startsWith(`${day},`) ? time : written;
}

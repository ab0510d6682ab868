/** What happened, in one plain sentence. */
import { shortReason } from "./error-catalogue";
import { formatLocation, partyLabel } from "./format-place";
import type { JsonObject } from "./sign-in-record";
import type { SignInListItem } from "./sign-in-view";
import type { Status } from "./status";

const OPENINGS: Record<Status, string> = { success: "Succeeded", failure: "Failed", interrupted: "Interrupted" };

type Told = Pick<SignInListItem, "status" | "errorCode" | "location" | "resource" | "application"> & {
  record: JsonObject;
};

/**
 * `Failed: wrong password, from Oslo, NO, on Firefox / Windows 10`. Parts that were not recorded are left out.
 * A success says what was signed in to instead of a reason.
 */
export function signInSentence(signIn: Told): string {
  const { status, errorCode } = signIn;
  const target = partyLabel(signIn.application) ?? partyLabel(signIn.resource);
  const opening =
    status === "success"
      ? `${OPENINGS.success}${target ? `: signed in to ${target}` : ""}`
      : `${OPENINGS[status]}: ${shortReason(errorCode)}`;
  const place = formatLocation(signIn.location);
  const client = clientOf(signIn.record);
  return [opening, place && `from ${place}`, client && `on ${client}`].filter(Boolean).join(", ");
}

/** Browser and operating system, as far as recorded: `Firefox 120.0 / Windows 10`. */
function clientOf(record: JsonObject): string | undefined {
  const device = record.deviceDetail;
  if (device === null || typeof device !== "object" || Array.isArray(device)) return undefined;
  const known = [device.browser, device.operatingSystem].filter(
    (part): part is string => typeof part === "string" && part.trim() !== "",
  );
  return known.length > 0 ? known.join(" / ") : undefined;
}

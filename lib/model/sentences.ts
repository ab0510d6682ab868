/** What happened, in one plain sentence. */
import { type AppliedPolicy, appliedPolicies, unmetDemands } from "./applied-policies";
import { type ErrorClass, explainErrorCode, shortReason } from "./error-catalogue";
import { formatLocation, partyLabel } from "./format-place";
import { recordReader } from "./record-reader";
import type { JsonObject } from "./sign-in-record";
import type { SignInListItem } from "./sign-in-view";
import type { Status } from "./status";

const OPENINGS: Record<Status, string> = { success: "Succeeded", failure: "Failed", interrupted: "Interrupted" };

type Told = Pick<SignInListItem, "status" | "errorCode" | "location" | "resource" | "application"> & {
  record: JsonObject;
};

/**
 * `Failed: blocked by policy “Managed devices”: device is not compliant (53000), from Oslo, NO, on Firefox / Windows`.
 * Parts that were not recorded are left out, and so is a policy that the reader may not see, which the record then does
 * not hold. A success says what was signed in to instead of a reason.
 */
export function signInSentence(signIn: Told): string {
  const place = formatLocation(signIn.location);
  const client = clientOf(signIn.record);
  const rest = [place && `from ${place}`, client && `on ${client}`];
  return [`${OPENINGS[signIn.status]}${whatOf(signIn)}`, ...rest].filter(Boolean).join(", ");
}

function whatOf({ status, errorCode, application, resource, record }: Told): string {
  if (status === "success") {
    const target = partyLabel(application) ?? partyLabel(resource);
    return target ? `: signed in to ${target}` : "";
  }
  const failing = failedPolicies(record);
  return `: ${failing.length === 0 ? plainReason(errorCode) : reasonWithPolicy(status, errorCode, failing)}`;
}

/** The policies of a record that were not met, apart from those that only report. */
export function failedPolicies(record: JsonObject): AppliedPolicy[] {
  return appliedPolicies(recordReader(record)).filter(({ result }) => result === "failure");
}

function plainReason(errorCode: number): string {
  const reason = shortReason(errorCode);
  return reason.includes(String(errorCode)) ? reason : `${reason} (${errorCode})`;
}

/** Errors that say in other words that a policy stopped the sign-in. */
const BLOCKING: readonly (ErrorClass | undefined)[] = ["conditional-access", "device", "risk"];
/** Errors that are a policy's demand. */
const DEMANDING: readonly (ErrorClass | undefined)[] = [...BLOCKING, "second-factor"];

function reasonWithPolicy(status: Status, errorCode: number, failing: readonly AppliedPolicy[]): string {
  const named = policyNames(failing);
  const unmet = [...new Set(failing.flatMap(unmetDemands))].join(" and ");
  const kind = explainErrorCode(errorCode)?.class;
  if (status === "failure" && BLOCKING.includes(kind)) {
    return `blocked by ${named}${unmet && `: ${unmet}`} (${errorCode})`;
  }
  if (DEMANDING.includes(kind)) return `${shortReason(errorCode)}, demanded by ${named} (${errorCode})`;
  return `${plainReason(errorCode)}; ${named} not met${unmet && `: ${unmet}`}`;
}

function policyNames(policies: readonly AppliedPolicy[]): string {
  const [first, second, ...more] = policies.map(({ name }) => `“${name}”`);
  if (more.length > 0) return `policies ${first}, ${second} and ${more.length} more`;
  return second ? `policies ${first} and ${second}` : `policy ${first}`;
}

/** Browser and operating system, as far as recorded: `Firefox 120.0 / Windows 10`. */
function clientOf(record: JsonObject): string | undefined {
  const { text } = recordReader(record);
  return [text("deviceDetail.browser"), text("deviceDetail.operatingSystem")].filter(Boolean).join(" / ") || undefined;
}

/** What each column says of a sign-in, as text. A page sets it in a cell; nothing here knows of pages. */
import type { ColumnKey } from "./columns";
import { explainErrorCode } from "./error-catalogue";
import { conditionalAccessLabel } from "./format-conditional-access";
import { formatCount } from "./format-number";
import { formatLocation, partyLabel } from "./format-place";
import { formatInstant } from "./format-time";
import { licensesWithFeature } from "./licenses";
import { providerWord, type WordField } from "./provider-words";
import { recordReader } from "./record-reader";
import { mfaMethod, mfaResult } from "./second-factor";
import { ANSWER_LABELS } from "./sign-in-marks";
import { HIDDEN, type Party, type SignInListItem } from "./sign-in-view";
import { STATUS_LABELS } from "./status";
import { unusualOfUser, unusualWords } from "./unusual-words";

export interface ColumnText {
  text: string;
  /** What the text leaves out, such as the id behind a name. */
  aside?: string;
}

type Told = ColumnText | string | null | undefined;
type Telling = (signIn: SignInListItem, zone: string) => Told;

/** Stands in every cell of which the record says nothing. */
export const NOT_RECORDED = "Not recorded";
/** The code of an outcome that was told in words only. */
const UNKNOWN_ERROR_CODE = -1;

const TELLINGS: Record<ColumnKey, Telling> = {
  date: ({ createdAt }, zone) => formatInstant(createdAt, zone),
  requestId: ({ id }) => id,
  correlationId: ({ correlationId }) => correlationId,
  status: ({ status }) => STATUS_LABELS[status],
  errorCode: ({ errorCode }) => (errorCode === UNKNOWN_ERROR_CODE ? undefined : String(errorCode)),
  failureReason: tellFailure,
  conditionalAccess: ({ conditionalAccess }) => conditionalAccessLabel(conditionalAccess),
  authenticationRequirement: ({ authenticationRequirement: sent }) =>
    sent && providerWord("authenticationRequirement", sent),
  mfaResult: ({ shown, status }) => shown && mfaResult(shown.record, status === "success"),
  mfaMethod: ({ shown }) => shown && mfaMethod(shown.record),
  latency: ({ shown }) => duration(read(shown, "processingTimeInMilliseconds")),
  flaggedForReview: flagOfRecord("flaggedForReview"),
  unusual: tellUnusual,
  reported: ({ mark }) => (mark?.answer ? ANSWER_LABELS[mark.answer.word] : "None"),
  count: () => "1",

  user: ({ principal }) => party(principal, principal.upn),
  username: ({ principal, shown }) => read(shown, "userPrincipalName") ?? principal.upn,
  userId: ({ principal }) => principal.id,
  userType: ({ userType }) => word("userType", userType),
  // Older senders call it the alternate name.
  signInIdentifier: ({ shown }) => read(shown, "signInIdentifier") ?? read(shown, "alternateSignInName"),
  homeTenantId: ofRecord("homeTenantId"),
  homeTenantName: ofRecord("homeTenantName"),
  crossTenantAccessType: wordOfRecord("crossTenantAccessType"),
  servicePrincipal: ({ principal }) => party(principal),
  managedIdentity: ({ principal }) => party(principal),
  managedIdentityId: ({ principal }) => principal.id,

  application: ({ application }) => party(application),
  applicationId: ({ application }) => application.id,
  appOwnerTenantId: ofRecord("appOwnerTenantId"),
  resource: ({ resource }) => party(resource),
  resourceId: ({ resource }) => resource.id,
  resourceTenantId: ofRecord("resourceTenantId"),

  ipAddress: ({ ipAddress }) => ipAddress,
  location: ({ location }) => formatLocation(location),
  autonomousSystemNumber: ofRecord("autonomousSystemNumber"),
  throughGlobalSecureAccess: flagOfRecord("isThroughGlobalSecureAccess"),

  clientApp: ({ client }) => client.app,
  userAgent: ({ client }) => client.userAgent,
  browser: ({ client }) => client.browser,
  operatingSystem: ({ client }) => client.os,
  deviceId: ({ deviceId }) => deviceId,
  joinType: wordOfRecord("deviceDetail.trustType", "joinType"),
  managed: flagOfRecord("deviceDetail.isManaged"),
  compliant: flagOfRecord("deviceDetail.isCompliant"),

  authenticationProtocol: wordOfRecord("authenticationProtocol"),
  clientCredentialType: wordOfRecord("clientCredentialType"),
  incomingTokenType: wordOfRecord("incomingTokenType"),
  tokenIssuerType: wordOfRecord("tokenIssuerType"),
  tokenIssuerName: ofRecord("tokenIssuerName"),
  uniqueTokenIdentifier: ofRecord("uniqueTokenIdentifier"),
  sessionId: ofRecord("sessionId"),

  riskLevelAggregated: riskOfRecord("riskLevelAggregated", "riskLevel"),
  riskLevelDuringSignIn: riskOfRecord("riskLevelDuringSignIn", "riskLevel"),
  riskState: riskOfRecord("riskState", "riskState"),
};

/** What stands in the cell of a column; undefined where the sign-in says nothing of it. */
export function columnText(column: ColumnKey, signIn: SignInListItem, zone: string): ColumnText | undefined {
  const told = TELLINGS[column](signIn, zone);
  if (!told) return undefined;
  return typeof told === "string" ? { text: told } : told;
}

/** The name, with the id behind it; `known` is a better second line than the id. */
function party(named: Party, known?: string | null): Told {
  const text = partyLabel(named);
  const aside = known ?? named.id ?? undefined;
  return text === undefined || aside === undefined || aside === text ? text : { text, aside };
}

/** Nothing unusual is an answer too. */
function tellUnusual(signIn: SignInListItem): Told {
  const { unusual } = signIn;
  if (unusual.length === 0) return "No";
  return {
    text: unusual.map(unusualWords).join(", "),
    aside: unusual.map((reason) => unusualOfUser(reason, signIn)).join("\n"),
  };
}

/** The provider's own words, else ours. */
function tellFailure({ errorCode, shown }: SignInListItem): Told {
  if (errorCode === 0) return "None";
  const ours = explainErrorCode(errorCode)?.explanation;
  const theirs = read(shown, "status.failureReason");
  return theirs && ours ? { text: theirs, aside: ours } : (theirs ?? ours);
}

function read(shown: SignInListItem["shown"], path: string): string | undefined {
  return shown && recordReader(shown.record).text(path);
}

function ofRecord(path: string): Telling {
  return ({ shown }) => read(shown, path);
}

function duration(ms: string | undefined): Told {
  return ms !== undefined && Number.isFinite(Number(ms)) ? `${formatCount(Number(ms))} ms` : undefined;
}

function flagOfRecord(path: string): Telling {
  return ({ shown }) => shown && recordReader(shown.record).flag(path);
}

function wordOfRecord(path: string, field: WordField = path as WordField): Telling {
  return ({ shown }) => word(field, read(shown, path));
}

function riskOfRecord(path: string, field: WordField): Telling {
  return ({ shown }) =>
    shown?.riskHidden
      ? { text: HIDDEN, aside: `Risk is part of the license ${licensesWithFeature("risk").join(" and ")}.` }
      : word(field, read(shown, path));
}

/** Where ours differs from the provider's word, theirs is the second line. */
function word(field: WordField, sent: string | null | undefined): Told {
  if (!sent) return sent;
  const text = providerWord(field, sent);
  return text.toLowerCase() === sent.toLowerCase() ? text : { text, aside: sent };
}

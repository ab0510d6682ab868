/**
 * The columns of the CSV files: the reference's headers, each once and without stray blanks, and where their values
 * stand in a record.
 */
import type { CategorySlug } from "@/lib/model/categories";
import type { JsonObject, JsonValue, SignInColumns } from "@/lib/model/sign-in-record";
import { STATUS_LABELS, statusOfErrorCode } from "@/lib/model/status";
import { givenByColumns } from "@/lib/records/columns";
import { isJsonObject } from "@/lib/records/json-object";
import { recurringCell, textCell } from "./csv-text";

/**
 * What a line is made of: a record in the two halves in which it is stored. Putting them together first would take as long
 * as everything else. No column shows what `redactRecord` hides from some readers.
 */
export interface CsvSource {
  id: string;
  /** ISO, UTC. */
  time: string;
  errorCode: number;
  /** Null where the record stands whole in `rest`. */
  columns: SignInColumns | null;
  /** What the columns do not hold; it comes before them. */
  rest: JsonObject;
}

interface Column {
  header: string;
  /** The finished cell. */
  cell: (source: CsvSource) => string;
}

const NOTHING = "";
const NO_OBJECT: JsonObject = {};

function scalar(value: JsonValue | undefined, text: (text: string) => string): string {
  switch (typeof value) {
    case "string":
      return value === "" ? NOTHING : text(value);
    case "number":
      return String(value);
    case "boolean":
      return value ? "Yes" : "No";
    case "object":
      // A sender's own idea of a field that holds one value.
      return value === null ? NOTHING : text(JSON.stringify(value));
    default:
      return NOTHING;
  }
}

type Reader = (source: CsvSource) => JsonValue | undefined;

/** Reads a property by its path: what the record says itself stands in its rest, also where that is null. */
function reader(path: string): Reader {
  const [outer = "", inner] = path.split(".");
  const given = givenByColumns(path);
  const own: Reader = inner === undefined ? ({ rest }) => rest[outer] : ({ rest }) => objectOf(rest[outer])[inner];
  if (!given) return own;
  return (source) => {
    const value = own(source);
    return value === undefined && source.columns ? given(source.columns) : value;
  };
}

function column(header: string, path: string): Column {
  const read = reader(path);
  return { header, cell: (source) => scalar(read(source), recurringCell) };
}
/** For values of which each record has its own. */
function unique(header: string, path: string): Column {
  const read = reader(path);
  return { header, cell: (source) => scalar(read(source), textCell) };
}
const nested = (header: string, outer: string, inner: string) => column(header, `${outer}.${inner}`);

function objectOf(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : NO_OBJECT;
}

const PLACE = ["location.city", "location.state", "location.countryOrRegion"].map(reader);

/** "City, State, CC", as far as known. */
function placeOf(source: CsvSource): string {
  let place = "";
  for (const read of PLACE) {
    const part = read(source);
    if (typeof part === "string" && part !== "") place += place === "" ? part : `, ${part}`;
  }
  return place === "" ? NOTHING : recurringCell(place);
}

const DATE: Column = { header: "Date (UTC)", cell: ({ time }) => time };
const REQUEST_ID: Column = { header: "Request ID", cell: ({ id }) => textCell(id) };
const LOCATION: Column = { header: "Location", cell: placeOf };
const STATUS: Column = { header: "Status", cell: ({ errorCode }) => STATUS_LABELS[statusOfErrorCode(errorCode)] };
const ERROR_CODE: Column = { header: "Sign-in error code", cell: ({ errorCode }) => String(errorCode) };
const FAILURE_REASON = nested("Failure reason", "status", "failureReason");
const APPLICATION_AND_RESOURCE = [
  column("Application", "appDisplayName"),
  column("Application ID", "appId"),
  column("App owner tenant ID", "appOwnerTenantId"),
  column("Resource", "resourceDisplayName"),
  column("Resource ID", "resourceId"),
  column("Resource tenant ID", "resourceTenantId"),
  column("Resource owner tenant ID", "resourceOwnerTenantId"),
  column("Home tenant ID", "homeTenantId"),
  column("Home tenant name", "homeTenantName"),
  column("IP address", "ipAddress"),
  LOCATION,
  STATUS,
  ERROR_CODE,
  FAILURE_REASON,
];

const USER_COLUMNS: readonly Column[] = [
  DATE,
  REQUEST_ID,
  column("User agent", "userAgent"),
  unique("Correlation ID", "correlationId"),
  column("User ID", "userId"),
  column("User", "userDisplayName"),
  column("Username", "userPrincipalName"),
  column("User type", "userType"),
  column("Cross tenant access type", "crossTenantAccessType"),
  column("Incoming token type", "incomingTokenType"),
  column("Authentication Protocol", "authenticationProtocol"),
  unique("Unique token identifier", "uniqueTokenIdentifier"),
  column("Original transfer method", "originalTransferMethod"),
  column("Client credential type", "clientCredentialType"),
  nested("Token Protection - Sign In Session", "tokenProtectionStatusDetails", "signInSessionStatus"),
  nested("Token Protection - Sign In Session StatusCode", "tokenProtectionStatusDetails", "signInSessionStatusCode"),
  ...APPLICATION_AND_RESOURCE,
  column("Client app", "clientAppUsed"),
  nested("Device ID", "deviceDetail", "deviceId"),
  nested("Browser", "deviceDetail", "browser"),
  nested("Operating System", "deviceDetail", "operatingSystem"),
  nested("Compliant", "deviceDetail", "isCompliant"),
  nested("Managed", "deviceDetail", "isManaged"),
  nested("Join Type", "deviceDetail", "trustType"),
  nested("Multifactor authentication result", "status", "additionalDetails"),
  nested("Multifactor authentication auth method", "mfaDetail", "authMethod"),
  nested("Multifactor authentication auth detail", "mfaDetail", "authDetail"),
  column("Authentication requirement", "authenticationRequirement"),
  column("Sign-in identifier", "signInIdentifier"),
  unique("Session ID", "sessionId"),
  column("IP address (seen by resource)", "ipAddressFromResourceProvider"),
  column("Through Global Secure Access", "isThroughGlobalSecureAccess"),
  column("Global Secure Access IP address", "globalSecureAccessIpAddress"),
  column("Autonomous system number", "autonomousSystemNumber"),
  column("Flagged for review", "flaggedForReview"),
  column("Token issuer type", "tokenIssuerType"),
  column("Token issuer name", "tokenIssuerName"),
  column("Latency", "processingTimeInMilliseconds"),
  column("Conditional Access", "conditionalAccessStatus"),
  nested("Managed Identity type", "managedServiceIdentity", "msiType"),
  nested("Associated Resource Id", "managedServiceIdentity", "associatedResourceId"),
  nested("Federated Token Id", "managedServiceIdentity", "federatedTokenId"),
  nested("Federated Token Issuer", "managedServiceIdentity", "federatedTokenIssuer"),
];

const SERVICE_PRINCIPAL_COLUMNS: readonly Column[] = [
  DATE,
  REQUEST_ID,
  unique("Correlation ID", "correlationId"),
  column("Service principal ID", "servicePrincipalId"),
  column("Service principal name", "servicePrincipalName"),
  column("Credential key ID", "servicePrincipalCredentialKeyId"),
  column("Credential thumbprint", "servicePrincipalCredentialThumbprint"),
  ...APPLICATION_AND_RESOURCE,
  column("Conditional Access", "conditionalAccessStatus"),
];

const MANAGED_IDENTITY_COLUMNS: readonly Column[] = [
  ...SERVICE_PRINCIPAL_COLUMNS,
  nested("Managed Identity type", "managedServiceIdentity", "msiType"),
  nested("Associated Resource Id", "managedServiceIdentity", "associatedResourceId"),
];

const COLUMNS: Record<CategorySlug, readonly Column[]> = {
  interactive: USER_COLUMNS,
  "non-interactive": USER_COLUMNS,
  "service-principal": SERVICE_PRINCIPAL_COLUMNS,
  "managed-identity": MANAGED_IDENTITY_COLUMNS,
};

const STEP_HEADERS = [
  "Request ID",
  "Step",
  "Date (UTC)",
  "Authentication method",
  "Authentication method detail",
  "Succeeded",
  "Result detail",
  "Requirement",
];
const STEP_PROPERTIES = [
  "authenticationStepDateTime",
  "authenticationMethod",
  "authenticationMethodDetail",
  "succeeded",
  "authenticationStepResultDetail",
  "authenticationStepRequirement",
];

export function signInHeader(category: CategorySlug): string {
  return COLUMNS[category].map(({ header }) => textCell(header)).join(",");
}

export function stepHeader(): string {
  return STEP_HEADERS.join(",");
}

/** Makes the lines of a log's file, without their ends. */
export function signInLine(category: CategorySlug): (source: CsvSource) => string {
  const cells = COLUMNS[category].map(({ cell }) => cell);
  return (source) => {
    let line = "";
    for (const cell of cells) line += line === "" ? cell(source) : `,${cell(source)}`;
    return line;
  };
}

/** One line for each step of authentication in the record. */
export function stepLines(id: string, rest: JsonObject): string[] {
  const steps = rest.authenticationDetails;
  if (!Array.isArray(steps)) return [];
  const request = textCell(id);
  return steps.map((step, index) => {
    let line = `${request},${index + 1}`;
    const properties = objectOf(step);
    for (const property of STEP_PROPERTIES) line += `,${scalar(properties[property], recurringCell)}`;
    return line;
  });
}

/** Columns of the log tables: what a header says, how its cells are set, and where their values come from. */
export interface ColumnDefinition {
  label: string;
  /** How the cell is set: identifiers and addresses in the monospaced face, numbers in figures of one width. */
  face: "text" | "mono" | "time" | "status" | "number";
  /** In pixels; never narrower. */
  width: number;
  /** Takes a share of what is left in a wide window. */
  grows?: boolean;
  /** `row`: every row of a list carries the value. `record`: the whole record has to be read as well. */
  from: "row" | "record";
}

const id = (label: string, from: ColumnDefinition["from"] = "record") =>
  ({ label, face: "mono", width: 104, from }) as const;
const name = (label: string) => ({ label, face: "text", width: 114, grows: true, from: "row" }) as const;
const words = (label: string, width: number, from: ColumnDefinition["from"] = "record") =>
  ({ label, face: "text", width, from }) as const;

export const COLUMNS = {
  date: { label: "Date", face: "time", width: 188, from: "row" },
  requestId: id("Request ID", "row"),
  correlationId: id("Correlation ID", "row"),
  status: { label: "Status", face: "status", width: 196, from: "row" },
  errorCode: { label: "Error code", face: "number", width: 92, from: "row" },
  failureReason: words("Failure reason", 240),
  conditionalAccess: words("Conditional Access", 148, "row"),
  authenticationRequirement: words("Authentication requirement", 184, "row"),
  mfaResult: words("MFA result", 240),
  mfaMethod: words("MFA method", 176),
  latency: { label: "Latency", face: "number", width: 92, from: "record" },
  flaggedForReview: words("Flagged for review", 136),
  unusual: words("Unusual", 212, "row"),
  reported: words("Answer of the user", 168, "row"),
  /** How many sign-ins a row stands for: one, unless it is a group. */
  count: { label: "# sign-ins", face: "number", width: 96, from: "row" },

  user: name("User"),
  username: words("Username", 200),
  userId: id("User ID", "row"),
  userType: words("User type", 100, "row"),
  signInIdentifier: words("Sign-in identifier", 200),
  homeTenantId: id("Home tenant ID"),
  homeTenantName: words("Home tenant name", 148),
  crossTenantAccessType: words("Cross-tenant access", 164),
  servicePrincipal: name("Service principal"),
  managedIdentity: name("Managed identity"),
  managedIdentityId: { ...id("Managed identity ID", "row"), width: 124 },

  application: name("Application"),
  applicationId: id("Application ID", "row"),
  appOwnerTenantId: { ...id("App owner tenant ID"), width: 148 },
  resource: name("Resource"),
  resourceId: id("Resource ID", "row"),
  resourceTenantId: { ...id("Resource tenant ID"), width: 132 },

  ipAddress: { label: "IP address", face: "mono", width: 136, from: "row" },
  location: words("Location", 132, "row"),
  autonomousSystemNumber: { label: "Autonomous system", face: "number", width: 140, from: "record" },
  throughGlobalSecureAccess: words("Through Global Secure Access", 208),

  clientApp: words("Client app", 176, "row"),
  userAgent: words("User agent", 260, "row"),
  browser: words("Browser", 140, "row"),
  operatingSystem: words("Operating system", 132, "row"),
  deviceId: id("Device ID", "row"),
  joinType: words("Join type", 164),
  managed: words("Managed", 108),
  compliant: words("Compliant", 108),

  authenticationProtocol: words("Authentication protocol", 164),
  clientCredentialType: words("Client credential type", 164),
  incomingTokenType: words("Incoming token type", 164),
  tokenIssuerType: words("Token issuer type", 148),
  tokenIssuerName: words("Token issuer name", 148),
  uniqueTokenIdentifier: { ...id("Unique token identifier"), width: 164 },
  sessionId: id("Session ID"),

  riskLevelAggregated: words("Risk level (aggregated)", 164),
  riskLevelDuringSignIn: words("Risk level (real time)", 152),
  riskState: words("Risk state", 164),
} as const satisfies Record<string, ColumnDefinition>;

export type ColumnKey = keyof typeof COLUMNS;

/** The definition of a column with its optional parts visible to the type checker. */
export function columnDefinition(key: ColumnKey): ColumnDefinition {
  return COLUMNS[key];
}

/** What the interactive log offers beside its default columns, by subject. Fields of several values are none of them. */
export const COLUMN_GROUPS = {
  "Sign-in": [
    "date",
    "requestId",
    "correlationId",
    "status",
    "errorCode",
    "failureReason",
    "conditionalAccess",
    "authenticationRequirement",
    "mfaResult",
    "mfaMethod",
    "latency",
    "flaggedForReview",
    "unusual",
    "reported",
  ],
  User: [
    "user",
    "username",
    "userId",
    "userType",
    "signInIdentifier",
    "homeTenantId",
    "homeTenantName",
    "crossTenantAccessType",
  ],
  "Application and resource": [
    "application",
    "applicationId",
    "appOwnerTenantId",
    "resource",
    "resourceId",
    "resourceTenantId",
  ],
  "Place and network": ["ipAddress", "location", "autonomousSystemNumber", "throughGlobalSecureAccess"],
  "Client and device": [
    "clientApp",
    "userAgent",
    "browser",
    "operatingSystem",
    "deviceId",
    "joinType",
    "managed",
    "compliant",
  ],
  "Protocol and tokens": [
    "authenticationProtocol",
    "clientCredentialType",
    "incomingTokenType",
    "tokenIssuerType",
    "tokenIssuerName",
    "uniqueTokenIdentifier",
    "sessionId",
  ],
  Risk: ["riskLevelAggregated", "riskLevelDuringSignIn", "riskState"],
} as const satisfies Record<string, readonly ColumnKey[]>;

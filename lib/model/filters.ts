/**
 * The filters of the log pages. A filter's *kind* decides how its value is parsed, how the form shows it and how it
 * becomes SQL (`db/queries/filters.ts`); the shape of a value never does.
 */
import { POLICY_RESULT_LABELS } from "./policy-results";
import { VERDICT_LABELS } from "./sign-in-marks";
import { UNUSUAL_LABELS } from "./unusual-labels";

export type FilterKind =
  /** A name or an id of something the tenant's dictionary knows: starts with, or contains after a leading `*`. */
  | "name"
  /** Equal, as given. */
  | "exact"
  /** A whole number, equal. */
  | "number"
  /** A value of a field with few values: starts with, letter case ignored; `none` is "without". */
  | "facet"
  /** One of a fixed list of words. */
  | "oneOf"
  /** An address: starts with, as text, or a block in CIDR notation. */
  | "address";

export interface FilterDefinition {
  label: string;
  kind: FilterKind;
  /** For `oneOf`: the words as they stand in the address, with their labels. */
  options?: Readonly<Record<string, string>>;
  /** Whether the parameter may stand several times, any of them matching. Values to leave out may, of any kind but `oneOf`. */
  repeatable?: boolean;
  hint?: string;
  /** Needs the license that carries risk data: a filter must not answer what the page conceals. */
  needsRisk?: boolean;
  /** Needs a role that may see policies, for the same reason. */
  needsPolicies?: boolean;
}

export const FILTERS = {
  user: {
    label: "User",
    kind: "name",
    hint: "Name, user name or ID: starts with; *part for contains; =ID for exactly",
  },
  servicePrincipal: { label: "Service principal", kind: "name", hint: "Name or ID: starts with; *part for contains" },
  identity: { label: "Managed identity", kind: "name", hint: "Name or ID: starts with; *part for contains" },
  application: { label: "Application", kind: "name", hint: "Name or ID: starts with; *part for contains" },
  resource: { label: "Resource", kind: "name", hint: "Name or ID: starts with; *part for contains" },
  resourceId: { label: "Resource ID", kind: "exact" },
  requestId: { label: "Request ID", kind: "exact" },
  correlationId: { label: "Correlation ID", kind: "exact" },
  errorCode: { label: "Error code", kind: "number", hint: "For example 50126" },
  status: {
    label: "Status",
    kind: "oneOf",
    repeatable: true,
    options: { success: "Success", failure: "Failure", interrupted: "Interrupted" },
  },
  ip: {
    label: "IP address",
    kind: "address",
    hint: "Starts with (10.1 also finds 10.10.0.1), or a block: 10.1.0.0/16",
  },
  country: { label: "Country", kind: "facet", hint: "Two letters, for example NO; none for without" },
  state: { label: "State or province", kind: "facet" },
  city: { label: "City", kind: "facet" },
  clientApp: { label: "Client app", kind: "facet", hint: "legacy finds all legacy clients" },
  os: { label: "Operating system", kind: "facet" },
  browser: { label: "Browser", kind: "facet" },
  conditionalAccess: {
    label: "Conditional Access",
    kind: "oneOf",
    options: { success: "Success", failure: "Failure", notApplied: "Not applied" },
  },
  authenticationRequirement: {
    label: "Authentication requirement",
    kind: "oneOf",
    options: { single: "Single factor", multi: "Multifactor" },
  },
  userType: { label: "User type", kind: "facet", hint: "For example Member or Guest" },
  userAgent: { label: "User agent", kind: "name", hint: "Starts with; *part for contains" },
  deviceId: { label: "Device ID", kind: "name", hint: "Starts with; *part for contains" },
  policy: {
    label: "Policy",
    kind: "name",
    hint: "Name or ID of a Conditional Access policy: starts with; *part for contains",
    needsPolicies: true,
  },
  policyResult: { label: "Policy result", kind: "oneOf", options: POLICY_RESULT_LABELS, needsPolicies: true },
  riskLevel: {
    label: "Risk level",
    kind: "oneOf",
    options: { none: "None", low: "Low", medium: "Medium", high: "High" },
    needsRisk: true,
  },
  riskState: {
    label: "Risk state",
    kind: "oneOf",
    options: {
      none: "None",
      atRisk: "At risk",
      confirmedCompromised: "Confirmed compromised",
      confirmedSafe: "Confirmed safe",
      remediated: "Remediated",
      dismissed: "Dismissed",
    },
    needsRisk: true,
  },
  flag: {
    label: "Mark",
    kind: "oneOf",
    options: { ...VERDICT_LABELS, none: "None" },
  },
  reported: {
    label: "Answer of the user",
    kind: "oneOf",
    options: { me: "It was me", notMe: "It was not me" },
  },
  unusual: {
    label: "Unusual",
    kind: "oneOf",
    repeatable: true,
    options: { any: "Any reason", ...UNUSUAL_LABELS },
  },
} as const satisfies Record<string, FilterDefinition>;

export type FilterKey = keyof typeof FILTERS;

/** The definition of a filter with its optional parts visible to the type checker. */
export function filterDefinition(key: FilterKey): FilterDefinition {
  return FILTERS[key];
}

const COMMON_FILTERS = [
  "status",
  "ip",
  "requestId",
  "correlationId",
  "errorCode",
  "application",
  "resource",
  "resourceId",
  "country",
  "state",
  "city",
  "conditionalAccess",
  "policy",
  "policyResult",
  "flag",
] as const satisfies readonly FilterKey[];

/** Interactive and non-interactive share one set, so that it can travel between the two tabs. */
export const USER_FILTERS = [
  "user",
  ...COMMON_FILTERS,
  "clientApp",
  "os",
  "browser",
  "authenticationRequirement",
  "userType",
  "userAgent",
  "deviceId",
  "riskLevel",
  "riskState",
  "reported",
  "unusual",
] as const satisfies readonly FilterKey[];

export const SERVICE_PRINCIPAL_FILTERS = [
  "servicePrincipal",
  ...COMMON_FILTERS,
] as const satisfies readonly FilterKey[];
export const MANAGED_IDENTITY_FILTERS = ["identity", ...COMMON_FILTERS] as const satisfies readonly FilterKey[];

/** One filter in force: the values are parsed, non-empty and fit the filter's kind. */
export interface ActiveFilter {
  key: FilterKey;
  /** Any of these matches; more than one only where the filter is repeatable, or leaves its values out. */
  values: readonly FilterValue[];
  /** True when the value was given with a leading `!`: matches are left out. */
  negated: boolean;
}

export type FilterValue =
  | { type: "startsWith"; text: string }
  | { type: "contains"; text: string }
  | { type: "equals"; text: string }
  /** The stored id or value itself, letter for letter. */
  | { type: "exactly"; text: string }
  | { type: "number"; number: number }
  | { type: "block"; cidr: string }
  /** The field is absent. */
  | { type: "none" }
  /** All legacy authentication clients. */
  | { type: "legacy" };

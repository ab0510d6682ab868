/**
 * Fields with few values: counted per hour (`sign_in_facets`), suggested in filters, and used to skip the hours that do
 * not hold a value at all. Codes are stored: never reuse one.
 */
import type { SignInColumns } from "./sign-in-record";

export const FACETS = {
  country: 1,
  state: 2,
  city: 3,
  clientApp: 4,
  os: 5,
  browser: 6,
  conditionalAccess: 7,
  authenticationRequirement: 8,
  userType: 9,
  riskLevel: 10,
  riskState: 11,
  errorCode: 12,
} as const satisfies Partial<Record<keyof SignInColumns, number>>;

/** Counted like a facet, but a sign-in has several: each policy together with its result. */
export const POLICY_FACET = 13;

export type FacetField = keyof typeof FACETS;
export const FACET_FIELDS = Object.keys(FACETS) as FacetField[];

/** The value as the roll-up stores it: text, '' where the field is absent. */
export function facetValue(columns: SignInColumns, field: FacetField): string {
  const value = columns[field];
  return value === null ? "" : String(value);
}

/** What a daily row is about. Codes are stored. */
export const DAY_KINDS = { principal: 1, application: 2, resource: 3, address: 4 } as const;
export type DayKind = keyof typeof DAY_KINDS;

/** What a dictionary entry names. Codes are stored; a facet's values are named under 100 + its code. */
export const NAME_KINDS = {
  user: 1,
  application: 2,
  resource: 3,
  address: 4,
  servicePrincipal: 5,
  managedIdentity: 6,
  /** A conditional-access policy, under its number (`lib/records/policies.ts`). */
  policy: 7,
  userAgent: 8,
  device: 9,
} as const;
export const FACET_NAME_KIND_BASE = 100;

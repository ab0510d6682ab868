/** What each filter of the logs looks at: the stored column, and the roll-up or dictionary that knows its values. */
import { type DayKind, FACETS, type FacetField, NAME_KINDS } from "./facets";
import type { FilterKey } from "./filters";
import type { SignInColumns } from "./sign-in-record";

export interface FilterField {
  column: keyof SignInColumns | "id";
  /** The dictionary that turns a name into keys. */
  nameKind?: number;
  /** The daily roll-up that says on which days a key occurs. */
  dayKind?: DayKind;
  /** The hourly facet that says in which hours a value occurs. */
  facet?: FacetField;
  /** A value stands for one sign-in or a few: the seconds in which these lie are looked up first. */
  isId?: true;
}

const facet = (field: FacetField): FilterField => ({ column: field, facet: field });

export const FILTER_FIELDS: Record<FilterKey, FilterField> = {
  user: { column: "principalKey", nameKind: NAME_KINDS.user, dayKind: "principal" },
  servicePrincipal: { column: "principalKey", nameKind: NAME_KINDS.servicePrincipal, dayKind: "principal" },
  identity: { column: "principalKey", nameKind: NAME_KINDS.managedIdentity, dayKind: "principal" },
  application: { column: "applicationKey", nameKind: NAME_KINDS.application, dayKind: "application" },
  resource: { column: "resourceKey", nameKind: NAME_KINDS.resource, dayKind: "resource" },
  resourceId: { column: "resourceKey", dayKind: "resource" },
  requestId: { column: "id", isId: true },
  correlationId: { column: "correlationId", isId: true },
  errorCode: facet("errorCode"),
  status: { column: "status" },
  ip: { column: "ipText", nameKind: NAME_KINDS.address, dayKind: "address" },
  country: facet("country"),
  state: facet("state"),
  city: facet("city"),
  clientApp: facet("clientApp"),
  os: facet("os"),
  browser: facet("browser"),
  conditionalAccess: facet("conditionalAccess"),
  authenticationRequirement: facet("authenticationRequirement"),
  userType: facet("userType"),
  userAgent: { column: "userAgent", nameKind: NAME_KINDS.userAgent },
  deviceId: { column: "deviceId", nameKind: NAME_KINDS.device },
  policy: { column: "policies", nameKind: NAME_KINDS.policy },
  policyResult: { column: "policies", nameKind: NAME_KINDS.policy },
  riskLevel: facet("riskLevel"),
  riskState: facet("riskState"),
  // What people said, and what is unusual, stands beside the sign-in, under its key.
  flag: { column: "id" },
  reported: { column: "id" },
  unusual: { column: "id" },
};

/** The code of a facet field. */
export function facetCode(field: FacetField): number {
  return FACETS[field];
}

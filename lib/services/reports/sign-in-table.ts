/** What can be asked of the sign-in report, and by whom. */
import { InvalidInputError } from "@/lib/model/errors";
import { licenseHasFeature, licensesWithFeature } from "@/lib/model/licenses";
import { comparisonsOf, type ReportCondition } from "@/lib/model/reports/conditions";
import {
  mixesPrincipals,
  type ReportVersion,
  SIGN_IN_FILTERS,
  type SignInField,
} from "@/lib/model/reports/sign-in-fields";
import { RECEIVED, SIGN_IN_NAMES } from "@/lib/model/reports/sign-in-shape";
import type { TenantScope } from "@/lib/model/scope";
import type { ReportTable } from "@/lib/odata/parse-options";
import { readAddress } from "@/lib/records/ip-address";

function tableOf(version: ReportVersion): ReportTable<SignInField> {
  return {
    type: "microsoft.graph.signIn",
    properties: SIGN_IN_FILTERS[version],
    names: SIGN_IN_NAMES[version],
    orders: [
      { property: "createdDateTime", direction: "desc" },
      { property: "createdDateTime", direction: "asc" },
      { property: RECEIVED, direction: "asc" },
    ],
  };
}

export const SIGN_IN_TABLES: Record<ReportVersion, ReportTable<SignInField>> = {
  "v1.0": tableOf("v1.0"),
  beta: tableOf("beta"),
};

/** Addresses are stored in one form: one that is asked for is read like those that come in. */
export function withStoredAddresses(condition: ReportCondition<SignInField>): ReportCondition<SignInField> {
  if (condition.kind !== "is") return { ...condition, of: condition.of.map(withStoredAddresses) };
  const { field, operator, value } = condition;
  if (field !== "ipAddress" || operator !== "eq" || typeof value !== "string") return condition;
  return { ...condition, value: readAddress(value).text };
}

/** @throws InvalidInputError for a condition on what this reader may not see, which would answer what is concealed. */
export function requireVisible(
  scope: TenantScope,
  version: ReportVersion,
  condition: ReportCondition<SignInField>,
): void {
  const asked = new Set([...comparisonsOf(condition)].map(({ field }) => field));
  for (const { path, needs } of SIGN_IN_FILTERS[version].filter(({ field }) => asked.has(field))) {
    if (needs === "risk" && !licenseHasFeature(scope.license, "risk")) {
      throw invalid(`'${path}' is hidden: risk needs the license ${licensesWithFeature("risk").join(" or ")}`);
    }
    if (needs === "policies" && !scope.permissions.has("policies:read")) {
      throw invalid(`'${path}' is hidden: policies need the permission Policy.Read.All`);
    }
  }
}

/** @throws InvalidInputError where sign-ins of users and of applications are asked for at once. */
export function requireOneKind(condition: ReportCondition<SignInField>): void {
  if (mixesPrincipals(condition)) {
    throw invalid("signInEventTypes of users and of applications cannot be asked for in one request; make two");
  }
}

function invalid(problem: string): InvalidInputError {
  return new InvalidInputError({ $filter: `Invalid filter clause: ${problem}.` });
}

/** Under which heading each filter is offered. */
import type { FilterKey } from "./filters";

const GROUPS: readonly { label: string; keys: readonly string[] }[] = [
  {
    label: "Who and what",
    keys: ["user", "servicePrincipal", "identity", "userType", "application", "resource", "resourceId"],
  },
  {
    label: "Result",
    keys: [
      "status",
      "errorCode",
      "conditionalAccess",
      "policy",
      "policyResult",
      "authenticationRequirement",
      "riskLevel",
      "riskState",
      "flag",
      "reported",
      "unusual",
    ],
  },
  { label: "Where from", keys: ["ip", "country", "state", "city"] },
  { label: "With what", keys: ["clientApp", "os", "browser", "userAgent", "deviceId"] },
  { label: "One sign-in", keys: ["requestId", "correlationId"] },
];

export interface FilterGroup {
  label: string;
  keys: FilterKey[];
}

/** The filters under their headings; those without one come last. */
export function groupFilters(keys: readonly FilterKey[]): FilterGroup[] {
  const grouped = GROUPS.map(({ label, keys: members }) => ({
    label,
    keys: members.filter((member): member is FilterKey => (keys as readonly string[]).includes(member)),
  }));
  const placed = grouped.flatMap((group) => group.keys);
  const others = { label: "Other", keys: keys.filter((key) => !placed.includes(key)) };
  return [...grouped, others].filter((group) => group.keys.length > 0);
}

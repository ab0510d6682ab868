/** The conditional-access policies in the tenant's records, with what they came to. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countPolicies, type PolicyCount } from "@/db/queries/policies";
import { type PolicyCounts, type PolicyRange, type PolicySummary, policyInterval } from "@/lib/model/policy-report";
import { type PolicyResult, policyOfNumber, resultOfNumber } from "@/lib/model/policy-results";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { namePolicies } from "../sign-ins/name-policies";
import { readableRange } from "../sign-ins/readable-range";

/**
 * Those that failed most first, enforced or not.
 * @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function listPolicies(
  scope: TenantScope,
  range: PolicyRange,
  { now = new Date() }: { now?: Date } = {},
): Promise<PolicySummary[]> {
  authorize(scope, "logs:read", "signInLogs");
  authorize(scope, "policies:read");
  const interval = readableRange(scope, policyInterval(range, now), now);
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const rows = await countPolicies(tenant, interval);
    const numbers = [...new Set(rows.map(({ number }) => policyOfNumber(number)))];
    const named = await namePolicies(tenant, numbers);
    return numbers
      .map((number) => {
        const { name, id } = named.get(number) ?? { name: number };
        const counts = countsOf(rows.filter((row) => policyOfNumber(row.number) === number));
        return { key: id ?? `~${name}`, name, ...(id && { id }), filter: `=${number}`, counts };
      })
      .sort((a, b) => failures(b.counts) - failures(a.counts) || (a.name < b.name ? -1 : 1));
  });
}

/** By result; results that are no word of the field are left out. */
export function countsOf(rows: readonly Pick<PolicyCount, "number" | "n">[]): PolicyCounts {
  const counts: Partial<Record<PolicyResult, number>> = {};
  for (const { number, n } of rows) {
    const result = resultOfNumber(number);
    if (result) counts[result] = (counts[result] ?? 0) + n;
  }
  return counts;
}

function failures({ failure = 0, reportOnlyFailure = 0 }: PolicyCounts): number {
  return failure + reportOnlyFailure;
}

/** The gate of the policy pages, and what their address asks for. */
import { categoryBySlug } from "@/lib/model/categories";
import { DEFAULT_POLICY_RANGE, isPolicyRange, POLICY_RANGES, type PolicyRange } from "@/lib/model/policy-report";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "@/lib/services/authorize";
import { requireTenantScope } from "@/lib/web/current-session";
import { statePageStatus } from "@/lib/web/page-status";
import { refuse } from "@/lib/web/refusals";
import { type PageSearch, toSearchParams } from "@/lib/web/search-params";
import { currentZone } from "@/lib/web/zone-of-request";
import type { PolicyView } from "./links";

interface ReadView {
  scope: TenantScope;
  view: PolicyView;
  /** Null where the address cannot be used: `problem` says why. */
  range: PolicyRange | null;
  problem: string;
}

/** @param policy the policy that the address names; '' on the list. */
export async function readPolicyView(tenant: string, policy: string, given: PageSearch): Promise<ReadView> {
  const search = toSearchParams(given);
  const path = `/${tenant}/policies${policy === "" ? "" : `/${encodeURIComponent(policy)}`}`;
  const scope = await requireTenantScope(tenant).catch((error) =>
    refuse(error, search.size > 0 ? `${path}?${search}` : path),
  );
  authorize(scope, "logs:read", "signInLogs");
  authorize(scope, "policies:read");
  const log = search.get("log")?.trim() || undefined;
  const range = search.get("range")?.trim() || DEFAULT_POLICY_RANGE;
  const category = log === undefined ? undefined : categoryBySlug(log);
  const problem = problemOf(range, log);
  const zone = await currentZone(search.get("tz"));
  const view: PolicyView = { tenant, zone, policy, ...(category && { log: category.slug }) };
  if (problem !== "") await statePageStatus(400);
  return { scope, view, range: problem === "" && isPolicyRange(range) ? range : null, problem };
}

function problemOf(range: string, log: string | undefined): string {
  if (!isPolicyRange(range)) {
    return `Date range “${range.slice(0, 40)}” is not known; allowed: ${Object.keys(POLICY_RANGES).join(", ")}.`;
  }
  return log === undefined || categoryBySlug(log) ? "" : `There is no log “${log.slice(0, 40)}”.`;
}

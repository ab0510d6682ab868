/** Addresses of the policy pages. */
import type { CategorySlug } from "@/lib/model/categories";
import type { PolicyRange } from "@/lib/model/policy-report";
import type { ShownZone } from "@/lib/web/zone";

export interface PolicyView {
  /** As the address names it. */
  tenant: string;
  zone: ShownZone;
  /** The policy's part of the address, encoded; '' on the list. */
  policy: string;
  log?: CategorySlug;
}

interface Chosen {
  range: PolicyRange;
  log?: CategorySlug;
}

export function policyHref({ tenant, zone }: PolicyView, key: string, { range, log }: Chosen): string {
  const params = new URLSearchParams({ range });
  if (log) params.set("log", log);
  if (zone.choice === "utc") params.set("tz", "utc");
  return `/${tenant}/policies${key === "" ? "" : `/${encodeURIComponent(key)}`}?${params}`;
}

import type { FoundPolicy } from "@/lib/model/search-result";

/** The page of a policy, over the range that it opens with. */
export function policyHref(tenant: string, { key }: FoundPolicy): string {
  return `/${tenant}/policies/${encodeURIComponent(key)}`;
}

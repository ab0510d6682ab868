import { CATEGORIES } from "@/lib/model/categories";
import { recordReader } from "@/lib/model/record-reader";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { isTold } from "./fact-list";
import { deviceFacts } from "./facts/device-facts";

export const PANE_TABS = {
  basic: "Basic info",
  location: "Location",
  device: "Device info",
  authentication: "Authentication details",
  "conditional-access": "Conditional Access",
  "report-only": "Report-only",
  additional: "Additional details",
} as const;

export type PaneTab = keyof typeof PANE_TABS;

/** The tabs of a record: programs have no device and no steps of a person, unless the record says otherwise. */
export function tabsOf(detail: SignInDetail): PaneTab[] {
  const all = Object.keys(PANE_TABS) as PaneTab[];
  const { principal } = CATEGORIES[detail.category];
  if (principal === "user") return all;
  const read = recordReader(detail.record);
  const policies = principal === "servicePrincipal" || read.list("appliedConditionalAccessPolicies").length > 0;
  const has: Record<PaneTab, boolean> = {
    basic: true,
    location: true,
    device: deviceFacts(detail, read, "UTC").some(isTold),
    authentication: read.list("authenticationDetails").length > 0,
    "conditional-access": policies,
    "report-only": policies,
    additional: true,
  };
  return all.filter((tab) => has[tab]);
}

/** The tab that an address names; the first one where it names none of this record. */
export function paneTab(given: string | null, detail: SignInDetail): PaneTab {
  return tabsOf(detail).find((tab) => tab === given?.trim()) ?? "basic";
}

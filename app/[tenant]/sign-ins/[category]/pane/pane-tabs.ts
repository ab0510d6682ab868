import type { SignInDetail } from "@/lib/model/sign-in-view";
import { recordReader } from "./record-reader";

export const PANE_TABS = {
  basic: "Basic info",
  location: "Location",
  device: "Device",
  authentication: "Authentication",
  "conditional-access": "Conditional Access",
} as const;

export type PaneTab = keyof typeof PANE_TABS;

/** The tabs of a record: applications have no device and no steps of a person, unless the record says otherwise. */
export function tabsOf(detail: SignInDetail): PaneTab[] {
  const all = Object.keys(PANE_TABS) as PaneTab[];
  if (detail.category === "interactive" || detail.category === "non-interactive") return all;
  const { list, text } = recordReader(detail.record);
  const has: Record<PaneTab, boolean> = {
    basic: true,
    location: true,
    device: text("deviceDetail.deviceId") !== undefined || text("deviceDetail.operatingSystem") !== undefined,
    authentication: list("authenticationDetails").length > 0 || list("authenticationProcessingDetails").length > 0,
    "conditional-access": detail.category === "service-principal",
  };
  return all.filter((tab) => has[tab]);
}

/** The tab that an address names; the first one where it names none of this record. */
export function paneTab(given: string | null, detail: SignInDetail): PaneTab {
  return tabsOf(detail).find((tab) => tab === given?.trim()) ?? "basic";
}

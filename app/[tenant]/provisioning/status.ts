import type { Tone } from "@/app/_components/status-mark";
import { PROVISIONING_STATUSES } from "@/lib/model/activity-filters";

const TONES: Readonly<Record<string, Tone>> = { success: "success", failure: "failure", warning: "interrupted" };

/** How a record or one of its steps ended, as mark and word. */
export function provisioningStatus(status: string): { tone: Tone; label: string } {
  const label = PROVISIONING_STATUSES[status as keyof typeof PROVISIONING_STATUSES] ?? status;
  return { tone: TONES[status] ?? "neutral", label };
}

/** How the audit log tells of shared views. A person's own are nobody's business. */
import type { AuditActivity, AuditChange } from "@/lib/model/audit";

export function sharedViewActivity(
  activity: string,
  { viewId, name }: { viewId: string; name: string },
  changes: readonly AuditChange[] = [],
): AuditActivity {
  return { activity, category: "Other", target: { type: "Saved view", id: viewId, name }, changes };
}

import type { ProvisioningItem } from "@/lib/model/activity-view";
import { recordReader } from "@/lib/model/record-reader";
import { ChangeTable } from "../_activity-log/record-parts";

/** The properties that were written, with the value before. */
export function ChangesTab({ item: { record } }: { item: ProvisioningItem }) {
  const changes = recordReader(record).list("modifiedProperties");
  if (changes.length === 0) return <p className="py-5 text-muted text-sm">No property was changed.</p>;
  return (
    <div className="pt-3">
      <ChangeTable changes={changes} />
    </div>
  );
}

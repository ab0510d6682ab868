import type { AuditItem } from "@/lib/model/activity-view";
import { recordReader } from "@/lib/model/record-reader";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ChangeTable } from "../_activity-log/record-parts";
import { FactGroups, NothingRecorded } from "../sign-ins/[category]/pane/fact-list";
import { untold } from "../sign-ins/[category]/pane/facts/leftovers";

const TOLD = new Set(["id", "displayName", "type", "userPrincipalName", "groupType", "modifiedProperties"]);

/** What the activity was done to. */
export function TargetsTab({ item }: { item: AuditItem }) {
  const targets = targetsOf(item);
  if (targets.length === 0) return <NothingRecorded />;
  const groups = targets.map((target, index) => {
    const { text } = recordReader(target);
    return {
      title: titleOf(target, index),
      facts: [
        { label: "Name", value: text("displayName") },
        { label: "Type", value: text("type") },
        { label: "User name", value: text("userPrincipalName"), id: true },
        { label: "Group type", value: text("groupType") },
        { label: "ID", value: text("id"), id: true },
        ...untold(target, "", TOLD),
      ],
    };
  });
  return <FactGroups groups={groups} />;
}

/** What it changed in each. */
export function ModifiedTab({ item }: { item: AuditItem }) {
  const changed = targetsOf(item).flatMap((target, index) => {
    const changes = recordReader(target).list("modifiedProperties");
    return changes.length > 0 ? [{ title: titleOf(target, index), changes }] : [];
  });
  if (changed.length === 0) return <p className="py-5 text-muted text-sm">No property was changed.</p>;
  return changed.map(({ title, changes }) => (
    <section key={title}>
      <h3 className="section-title">{title}</h3>
      <ChangeTable changes={changes} />
    </section>
  ));
}

function targetsOf({ record }: AuditItem): JsonObject[] {
  return recordReader(record).list("targetResources");
}

/** Numbered, as two targets may be called the same. */
function titleOf(target: JsonObject, index: number): string {
  const { text } = recordReader(target);
  return `${index + 1}. ${text("displayName") ?? text("userPrincipalName") ?? text("id") ?? "Without a name"}`;
}

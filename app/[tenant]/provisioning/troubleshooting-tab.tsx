import type { ProvisioningItem } from "@/lib/model/activity-view";
import { recordReader } from "@/lib/model/record-reader";
import { FactGroups } from "../sign-ins/[category]/pane/fact-list";
import { untold } from "../sign-ins/[category]/pane/facts/leftovers";

const ERROR = "provisioningStatusInfo.errorInformation";
const TOLD = new Set(
  ["errorCode", "errorCategory", "reason", "additionalDetails", "recommendedAction"].map((name) => `${ERROR}.${name}`),
);

/** Why it did not work, and what the service recommends; of a skipped record which step left it out. */
export function TroubleshootingTab({ item: { status, record } }: { item: ProvisioningItem }) {
  const read = recordReader(record);
  const error = (name: string) => read.text(`${ERROR}.${name}`);
  const info = record.provisioningStatusInfo ?? null;
  const advice = error("recommendedAction");
  const others = untold({ provisioningStatusInfo: info }, "", new Set([...TOLD, "provisioningStatusInfo.status"]));
  const stopped = read.list("provisioningSteps").flatMap((step) => {
    const { text } = recordReader(step);
    const how = text("status")?.toLowerCase();
    if (how === undefined || how === "success") return [];
    return [{ label: text("name") ?? "Step", value: text("description") ?? how }];
  });
  const facts = [
    { label: "Reason", value: error("reason") },
    { label: "Error code", value: error("errorCode"), id: true },
    { label: "Category", value: error("errorCategory") },
    { label: "More", value: error("additionalDetails") },
    ...others.map((fact) => ({ ...fact, label: fact.label.replace(`${ERROR}.`, "") })),
  ];
  if (!advice && stopped.length === 0 && facts.every(({ value }) => value === undefined)) {
    return (
      <p className="py-5 text-muted text-sm">
        {status === "success" ? "It succeeded: there is nothing to repair." : "The service gave no reason."}
      </p>
    );
  }
  return (
    <>
      {advice && (
        <div className="advice">
          <p className="font-medium">Recommended</p>
          <p className="break-words">{advice}</p>
        </div>
      )}
      <FactGroups
        groups={[
          { title: "What went wrong", facts },
          { title: "Where it stopped", facts: stopped },
        ]}
      />
    </>
  );
}

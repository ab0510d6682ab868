import { StatusMark } from "@/app/_components/status-mark";
import type { ProvisioningItem } from "@/lib/model/activity-view";
import { recordReader } from "@/lib/model/record-reader";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { Facts } from "../sign-ins/[category]/pane/fact-list";
import { untold } from "../sign-ins/[category]/pane/facts/leftovers";
import { provisioningStatus } from "./status";

/** What a step is for, by the field's words. */
const STEP_TYPES: Readonly<Record<string, string>> = {
  import: "Import",
  scoping: "Determine whether it is in scope",
  matching: "Match between the systems",
  processing: "Evaluate what to do",
  referenceResolution: "Resolve references",
  export: "Provision",
};

const TOLD = new Set(["name", "provisioningStepType", "status", "description", "details"]);

/** From taking the identity in to writing it down, in order. */
export function StepsTab({ item: { record } }: { item: ProvisioningItem }) {
  const steps = recordReader(record).list("provisioningSteps");
  if (steps.length === 0) return <p className="py-5 text-muted text-sm">No steps were recorded.</p>;
  return (
    <ol className="step-list mt-4">
      {steps.map((step, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity; their order never changes.
        <Step key={index} number={index + 1} step={step} />
      ))}
    </ol>
  );
}

function Step({ step, number }: { step: JsonObject; number: number }) {
  const { text } = recordReader(step);
  const type = text("provisioningStepType");
  const details = [...untold({ details: step.details ?? null }, "", new Set()), ...untold(step, "", TOLD)].map(
    (fact) => ({
      ...fact,
      label: fact.label.replace(/^details\./, ""),
    }),
  );
  return (
    <li>
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="font-medium">
          {number}. {(type && (STEP_TYPES[type] ?? type)) ?? text("name") ?? "Step"}
        </span>
        <StatusMark {...provisioningStatus(text("status")?.toLowerCase() ?? "unknown")} />
      </span>
      {text("description") && <span className="break-words">{text("description")}</span>}
      {type && text("name") && <span className="mono break-words text-muted text-xs">{text("name")}</span>}
      {details.length > 0 && <Facts facts={details} />}
    </li>
  );
}

import { StatusMark, type Tone } from "@/app/_components/status-mark";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import { type RecordReader, recordReader } from "@/lib/model/record-reader";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { FactGroups } from "./fact-list";
import { factorFacts, requirementFacts } from "./facts/authentication-facts";
import { HiddenPolicies } from "./hidden-policies";

interface AuthenticationTabProps {
  detail: SignInDetail;
  read: RecordReader;
  zone: string;
}

/** What was required and why, then the steps in order, then what the older shape says of the factors. */
export function AuthenticationTab({ detail, read, zone }: AuthenticationTabProps) {
  const steps = read.list("authenticationDetails");
  return (
    <>
      <FactGroups groups={requirementFacts(detail, read, zone)} />
      {detail.policiesHidden && (
        <div className="pt-3">
          <HiddenPolicies what="Which policies required this" />
        </div>
      )}
      <h3 className="section-title">Steps</h3>
      {steps.length === 0 ? (
        <p className="text-muted text-sm">No steps were recorded.</p>
      ) : (
        <StepTable steps={steps} zone={zone} zoneName={zoneLabel(zone, detail.createdAt)} />
      )}
      <FactGroups groups={factorFacts(detail, read, zone)} />
    </>
  );
}

function StepTable({ steps, zone, zoneName }: { steps: readonly JsonObject[]; zone: string; zoneName: string }) {
  return (
    <table className="pane-table" data-stack="">
      <thead>
        <tr>
          <th scope="col" title={zoneName}>
            Date
          </th>
          <th scope="col">Method</th>
          <th scope="col">Method detail</th>
          <th scope="col">Succeeded</th>
          <th scope="col">Result detail</th>
          <th scope="col">Requirement</th>
        </tr>
      </thead>
      <tbody>
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity; their order never changes.
          <Step key={index} step={step} zone={zone} />
        ))}
      </tbody>
    </table>
  );
}

function Step({ step, zone }: { step: JsonObject; zone: string }) {
  const { text, flag } = recordReader(step);
  const succeeded = flag("succeeded");
  const tone: Tone = succeeded === undefined ? "neutral" : succeeded === "Yes" ? "success" : "failure";
  return (
    <tr>
      <td className="tabular" data-label="Date">
        <StepTime text={text("authenticationStepDateTime")} zone={zone} />
      </td>
      <td data-label="Method">{text("authenticationMethod") ?? ABSENT}</td>
      <td data-label="Method detail">{text("authenticationMethodDetail") ?? ABSENT}</td>
      <td data-label="Succeeded">
        <StatusMark label={succeeded ?? "Not recorded"} tone={tone} />
      </td>
      <td data-label="Result detail">{text("authenticationStepResultDetail") ?? ABSENT}</td>
      <td data-label="Requirement">{text("authenticationStepRequirement") ?? ABSENT}</td>
    </tr>
  );
}

const ABSENT = <span className="text-faint">Not recorded</span>;

function StepTime({ text, zone }: { text: string | undefined; zone: string }) {
  if (text === undefined) return ABSENT;
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return text;
  return <time dateTime={at.toISOString()}>{formatInstant(at, zone)}</time>;
}

import { StatusMark, type Tone } from "@/app/_components/status-mark";
import { formatInstant } from "@/lib/model/format-time";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { AuthenticationFacts } from "./authentication-facts";
import { recordReader } from "./record-reader";

/** The steps in order, then what was required and what else the provider noted. */
export function AuthenticationTab({ detail, zone }: { detail: SignInDetail; zone: string }) {
  const { list } = recordReader(detail.record);
  const steps = list("authenticationDetails");
  return (
    <>
      <h3 className="section-title">Steps</h3>
      {steps.length === 0 ? (
        <p className="text-muted text-sm">No steps were recorded.</p>
      ) : (
        <ol className="step-list">
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity; their order never changes.
            <Step key={index} step={step} zone={zone} />
          ))}
        </ol>
      )}
      <AuthenticationFacts detail={detail} />
    </>
  );
}

function Step({ step, zone }: { step: JsonObject; zone: string }) {
  const { text, flag } = recordReader(step);
  const at = new Date(text("authenticationStepDateTime") ?? Number.NaN);
  const succeeded = flag("succeeded");
  const tone: Tone = succeeded === undefined ? "neutral" : succeeded === "Yes" ? "success" : "failure";
  const method = [text("authenticationMethod"), text("authenticationMethodDetail")].filter(Boolean).join(" · ");
  const notes = [text("authenticationStepRequirement"), text("authenticationStepResultDetail")].filter(Boolean);
  return (
    <li>
      <div className="flex items-baseline justify-between gap-3">
        <span className="font-medium">{method || "Method not recorded"}</span>
        <StatusMark
          label={tone === "neutral" ? "No result" : tone === "success" ? "Succeeded" : "Failed"}
          tone={tone}
        />
      </div>
      {notes.length > 0 && <p className="text-muted">{notes.join(" · ")}</p>}
      {!Number.isNaN(at.getTime()) && (
        <p className="tabular text-faint text-xs">
          <time dateTime={at.toISOString()}>{formatInstant(at, zone)}</time>
        </p>
      )}
    </li>
  );
}

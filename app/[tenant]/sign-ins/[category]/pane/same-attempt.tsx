import { StatusMark } from "@/app/_components/status-mark";
import type { Attempt } from "@/lib/model/attempt";
import { CATEGORIES } from "@/lib/model/categories";
import { shortReason } from "@/lib/model/error-catalogue";
import { partyLabel } from "@/lib/model/format-place";
import { formatInstant } from "@/lib/model/format-time";
import type { SignInDetail, SignInListItem } from "@/lib/model/sign-in-view";
import type { LogView } from "../log-view";
import { recordHref } from "./record-links";

interface SameAttemptProps {
  view: LogView;
  detail: SignInDetail;
  attempt: Attempt;
}

/** The records of one attempt in the order of time, this one among them. */
export function SameAttempt({ view, detail, attempt: { related, moreRelated } }: SameAttemptProps) {
  if (related.length === 0) return null;
  const steps = [...related, detail].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  return (
    <section>
      <h3 className="section-title">Same attempt</h3>
      <ol className="step-list">
        {steps.map((step) => (
          <Step
            detail={detail}
            key={`${step.category} ${step.id} ${step.createdAt.getTime()}`}
            step={step}
            view={view}
          />
        ))}
      </ol>
      <p className="pt-2 text-muted text-xs">
        {moreRelated &&
          `The newest ${related.length} are listed; all of them are under “Look around”, same correlation ID. `}
        Records with the same correlation ID or the same request ID.
      </p>
    </section>
  );
}

function Step({ view, detail, step }: { view: LogView; detail: SignInDetail; step: SignInListItem }) {
  const time = <time dateTime={step.createdAt.toISOString()}>{formatInstant(step.createdAt, view.zone.name)}</time>;
  const what = [partyLabel(step.application) ?? partyLabel(step.resource), reasonOf(step)].filter(Boolean).join(": ");
  return (
    <li aria-current={step === detail ? "true" : undefined}>
      <div className="flex items-baseline justify-between gap-3">
        <span className="tabular min-w-0">
          {step === detail ? (
            <span className="font-medium">{time}</span>
          ) : (
            <a className="text-link" data-soft="" href={recordHref(view, step)}>
              {time}
            </a>
          )}
          <span className="text-muted"> · {step === detail ? "this one" : CATEGORIES[step.category].label}</span>
        </span>
        <StatusMark tone={step.status} />
      </div>
      {what && <p className="break-words text-muted">{what}</p>}
    </li>
  );
}

function reasonOf({ errorCode }: SignInListItem): string | undefined {
  return errorCode === 0 ? undefined : `${shortReason(errorCode)} (${errorCode})`;
}

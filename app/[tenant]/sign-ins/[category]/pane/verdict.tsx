import type { ReactNode } from "react";
import { Icon } from "@/app/_components/icon";
import { formatInstant, zoneLabel } from "@/lib/model/format-time";
import { ANSWER_LABELS, VERDICT_LABELS, VERDICTS, type Verdict } from "@/lib/model/sign-in-marks";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { unusualOfUser } from "@/lib/model/unusual-words";
import { type LogView, tenantOf, viewHref } from "../log-view";
import { flagAction } from "./actions";

interface VerdictProps {
  view: LogView;
  detail: SignInDetail;
}

/** Forms to mark the sign-in, for those who may. They work without JavaScript. */
export function VerdictMenu({ view, detail }: VerdictProps) {
  const given = detail.mark?.verdict?.word ?? null;
  return (
    <details className="menu">
      <summary className="button" title="Mark this sign-in">
        <Icon name="flag" />
        <span>Mark</span>
        <Icon name="chevronDown" />
      </summary>
      <div>
        {VERDICTS.filter((verdict) => verdict !== given).map((verdict) => (
          <VerdictForm detail={detail} key={verdict} verdict={verdict} view={view}>
            Mark as {VERDICT_LABELS[verdict].toLowerCase()}
          </VerdictForm>
        ))}
        {given && (
          <VerdictForm detail={detail} verdict={null} view={view}>
            Take the mark back
          </VerdictForm>
        )}
        <p className="px-2 pt-1 pb-1.5 text-muted text-xs">Goes into the audit log. The record stays as it came.</p>
      </div>
    </details>
  );
}

function VerdictForm({
  view,
  detail,
  verdict,
  children,
}: VerdictProps & { verdict: Verdict | null; children: ReactNode }) {
  const fields = {
    tenant: tenantOf(view),
    category: detail.category,
    id: detail.id,
    at: detail.createdAt.toISOString(),
    verdict: verdict ?? "",
    back: viewHref(view, {}),
  };
  return (
    <form action={flagAction}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} name={name} type="hidden" value={value} />
      ))}
      <button className="menu-item" type="submit">
        {children}
      </button>
    </form>
  );
}

/** Why the sign-in is unlike the user's others. */
export function UnusualNotice({ detail }: { detail: SignInDetail }) {
  return detail.unusual.map((reason) => (
    <p className="verdict" data-unusual={reason.kind} key={reason.kind}>
      <Icon name="warning" />
      <span>
        <span className="font-medium">Unusual</span> · {unusualOfUser(reason, detail)}
      </span>
    </p>
  ));
}

/** What people said about the sign-in, with who and when. */
export function VerdictNotice({ view, detail }: VerdictProps) {
  const { mark } = detail;
  const timeOf = (at: Date) => `${formatInstant(at, view.zone.name)} (${zoneLabel(view.zone.name, at)})`;
  return (
    <>
      {mark?.verdict && (
        <p className="verdict" data-verdict={mark.verdict.word}>
          <Icon name={mark.verdict.word === "safe" ? "check" : "flag"} />
          <span>
            Marked {VERDICT_LABELS[mark.verdict.word].toLowerCase()} by {mark.verdict.byName} at{" "}
            {timeOf(mark.verdict.at)}
          </span>
        </p>
      )}
      {mark?.answer && (
        <p className="verdict" data-verdict={mark.answer.word === "me" ? "safe" : "compromised"}>
          <Icon name="person" />
          <span>
            {ANSWER_LABELS[mark.answer.word]} at {timeOf(mark.answer.at)}
          </span>
        </p>
      )}
    </>
  );
}

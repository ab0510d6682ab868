import type { ReactNode } from "react";
import { Icon } from "@/app/_components/icon";
import { StatusMark } from "@/app/_components/status-mark";
import {
  ERROR_ACTOR_LABELS,
  type ErrorExplanation,
  errorClass,
  errorClassHref,
  errorsOfClass,
  relatedErrors,
} from "@/lib/model/error-catalogue";
import { type Status, statusOfErrorCode } from "@/lib/model/status";
import { CodeName } from "./code-name";
import { CodeTable } from "./code-table";
import { type LogReader, OwnLogs } from "./own-logs";
import { capitalised } from "./wording";

const RELATED_SHOWN = 6;

const STATUS_MEANINGS: Record<Status, string> = {
  success: "the sign-in went through",
  failure: "the sign-in was refused or broke off",
  interrupted: "one more step was asked for, which is no refusal",
};

export function CodeAnswer({ explanation, reader }: { explanation: ErrorExplanation; reader: LogReader | null }) {
  const { code, name, reason } = explanation;
  const status = statusOfErrorCode(code);
  return (
    <article className="grid gap-7">
      <header className="lookup-answer" data-status={status}>
        <p className="text-muted">
          Error <code className="mono text-ink text-sm">{code}</code>
        </p>
        <h1>{capitalised(reason)}</h1>
        <p className="text-lg">{explanation.explanation}</p>
        <dl className="facts">
          <Fact label="Status">
            <span className="flex flex-wrap gap-x-2">
              <StatusMark tone={status} />
              <span className="text-muted">{STATUS_MEANINGS[status]}</span>
            </span>
          </Fact>
          <Fact label="Name">
            {name ? <CodeName name={name} /> : <span className="text-muted">None is known for this code</span>}
          </Fact>
          <Fact label="Kind">
            <a className="text-link" href={errorClassHref(explanation.class)}>
              {errorClass(explanation.class).label}
            </a>
          </Fact>
        </dl>
      </header>
      <Remedy explanation={explanation} />
      {reader && <OwnLogs code={code} reader={reader} />}
      <Related explanation={explanation} />
    </article>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <span>{children}</span>
      </dd>
    </div>
  );
}

function Remedy({ explanation }: { explanation: ErrorExplanation }) {
  const { actor, remedy, general } = explanation;
  return (
    <section aria-labelledby="remedy" className="lookup-remedy">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <h2 id="remedy">What to do</h2>
        <p className="flex items-center gap-1.5 text-sm">
          <Icon className="text-muted" name="person" />
          <span>
            <span className="text-muted">Who acts:</span>{" "}
            <span className="font-medium">{ERROR_ACTOR_LABELS[actor].toLowerCase()}</span>
          </span>
        </p>
        {general && <span className="badge">General advice</span>}
      </div>
      <p>{remedy}</p>
      {general && (
        <p className="text-muted text-sm">
          This helps with most errors of the kind “{errorClass(explanation.class).label}”. There is nothing more precise
          for this very code.
        </p>
      )}
    </section>
  );
}

function Related({ explanation }: { explanation: ErrorExplanation }) {
  const related = relatedErrors(explanation, RELATED_SHOWN);
  if (related.length === 0) return null;
  const all = errorsOfClass(explanation.class).length;
  return (
    <section aria-labelledby="related" className="grid gap-2">
      <h2 id="related">Related codes</h2>
      <CodeTable errors={related} label="Related codes" />
      {all > related.length + 1 && (
        <p>
          <a className="text-link" href={errorClassHref(explanation.class)}>
            All {all} codes of the kind “{errorClass(explanation.class).label}”
          </a>
        </p>
      )}
    </section>
  );
}

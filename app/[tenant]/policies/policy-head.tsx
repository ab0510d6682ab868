import type { ReactNode } from "react";
import { POLICY_RANGES, type PolicyRange } from "@/lib/model/policy-report";
import { type PolicyView, policyHref } from "./links";

interface PolicyHeadProps {
  view: PolicyView;
  title: string;
  /** Null where the address names none that is known. */
  range: PolicyRange | null;
  children?: ReactNode;
}

/** The title, what the page is about, and the range. */
export function PolicyHead({ view, title, range, children }: PolicyHeadProps) {
  return (
    <header className="overview-head">
      <div className="min-w-0">
        <h1 className="break-words">{title}</h1>
        <p className="text-muted text-sm">{children}</p>
      </div>
      <nav aria-label="Date range" className="records-choices">
        {(Object.keys(POLICY_RANGES) as PolicyRange[]).map((each) => (
          <a
            aria-current={each === range ? "page" : undefined}
            href={policyHref(view, view.policy, { range: each, log: view.log })}
            key={each}
          >
            {POLICY_RANGES[each].label}
          </a>
        ))}
      </nav>
    </header>
  );
}

/** An address that cannot be used: says why, and leads on. */
export function PolicyRangeProblem({ view, problem }: { view: PolicyView; problem: string }) {
  return (
    <div className="overview">
      <PolicyHead range={null} title="Conditional Access policies" view={view} />
      <p className="notice" data-tone="failure" role="alert">
        {problem}
      </p>
    </div>
  );
}

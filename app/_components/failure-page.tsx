import type { ReactNode } from "react";
import { NoticePage } from "./notice-page";

interface FailurePageProps {
  title: string;
  /** A part is away for now, rather than something being wrong. */
  unavailable?: boolean;
  /** What the operator can search the log for. */
  reference?: string;
  /** The way to try again; a link to the page's own address when absent. */
  retry?: ReactNode;
}

/** What could not be done, what is known to be safe, a way to try again, and what the operator can search the log for. */
export function FailurePage({ title, unavailable, reference, retry }: FailurePageProps) {
  return (
    <div role="alert">
      <NoticePage icon="warning" title={title}>
        <p>
          {unavailable ? "The database cannot be reached at the moment." : "Something failed on the way."} This says
          nothing about whether there were sign-ins; those already recorded are untouched.
        </p>
        {reference && (
          <p>
            For whoever runs this Signbook, the failure is in the log under{" "}
            <code className="mono break-all text-ink">{reference}</code>.
          </p>
        )}
        <p>
          {retry ?? (
            // biome-ignore lint/a11y/useValidAnchor: the empty address is this very page, filters and all.
            <a className="button" href="">
              Try again
            </a>
          )}
        </p>
      </NoticePage>
    </div>
  );
}

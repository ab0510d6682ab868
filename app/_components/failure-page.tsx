"use client";

import { NoticePage } from "./notice-page";

interface FailurePageProps {
  title: string;
  error: unknown;
  retry: () => void;
}

/** What could not be done, what is known to be safe, a way to try again, and what the operator can search the log for. */
export function FailurePage({ title, error, retry }: FailurePageProps) {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return (
    <div role="alert">
      <NoticePage icon="warning" title={title}>
        <p>
          Something failed on the way. This says nothing about whether there were sign-ins; those already recorded are
          untouched.
        </p>
        {typeof digest === "string" && (
          <p>
            For whoever runs this Signbook, the failure is in the log under{" "}
            <code className="mono text-ink">{digest}</code>.
          </p>
        )}
        <p>
          <button className="button" onClick={() => retry()} type="button">
            Try again
          </button>
        </p>
      </NoticePage>
    </div>
  );
}

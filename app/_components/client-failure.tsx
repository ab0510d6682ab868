"use client";

import { FailurePage } from "./failure-page";

export interface ErrorBoundaryProps {
  error: unknown;
  retry: () => void;
}

/** What failed while a page was drawn, after everything that pages catch themselves. Known by Next's own reference. */
export function ClientFailure({ error, retry, title }: ErrorBoundaryProps & { title: string }) {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return (
    <FailurePage
      reference={typeof digest === "string" ? digest : undefined}
      retry={
        <button className="button" onClick={() => retry()} type="button">
          Try again
        </button>
      }
      title={title}
    />
  );
}

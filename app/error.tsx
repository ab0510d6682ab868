"use client";

import { FailurePage } from "@/app/_components/failure-page";

/** What fails outside a log, above all reading who is signed in while the database is away. */
export default function PageError(props: { error: unknown; retry: () => void }) {
  return (
    <main>
      <FailurePage {...props} title="Signbook could not answer" />
    </main>
  );
}

"use client";

import { ClientFailure, type ErrorBoundaryProps } from "@/app/_components/client-failure";

/** What fails outside a log, above all sending a form while the database is away. */
export default function PageError(props: ErrorBoundaryProps) {
  return (
    <main>
      <ClientFailure {...props} title="Signbook could not answer" />
    </main>
  );
}

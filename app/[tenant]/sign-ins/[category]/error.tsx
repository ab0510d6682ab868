"use client";

import { ClientFailure, type ErrorBoundaryProps } from "@/app/_components/client-failure";

/** A log that could not be drawn: never an empty list, which would look like "no sign-ins". */
export default function SignInLogError(props: ErrorBoundaryProps) {
  return <ClientFailure {...props} title="The sign-in log could not be shown" />;
}

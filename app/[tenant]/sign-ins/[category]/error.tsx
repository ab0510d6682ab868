"use client";

import { FailurePage } from "@/app/_components/failure-page";

/** A log that could not be read: never an empty list, which would look like "no sign-ins". */
export default function SignInLogError(props: { error: unknown; retry: () => void }) {
  return <FailurePage {...props} title="The sign-in log could not be read" />;
}

const STATUSES: Readonly<Record<string, string>> = {
  success: "Success",
  failure: "Failure",
  notApplied: "Not applied",
};

const POLICY_RESULTS: Readonly<Record<string, string>> = {
  ...STATUSES,
  notEnabled: "Disabled",
  reportOnlySuccess: "Report-only: success",
  reportOnlyFailure: "Report-only: failure",
  reportOnlyNotApplied: "Report-only: not applied",
  reportOnlyInterrupted: "Report-only: user action required",
  unknown: "Unknown",
};

/** What the policies together came to; a word we do not know stands as the provider sent it. */
export function conditionalAccessLabel(status: string | null): string | undefined {
  if (!status) return undefined;
  return Object.hasOwn(STATUSES, status) ? STATUSES[status] : status;
}

/** The result of one policy. */
export function policyResultLabel(result: string): string {
  return (Object.hasOwn(POLICY_RESULTS, result) && POLICY_RESULTS[result]) || result;
}

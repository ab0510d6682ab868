/** What a conditional-access policy came to in one sign-in. Codes are stored (`sign_ins.policies`): never reuse one. */

export const POLICY_RESULTS = {
  success: 1,
  failure: 2,
  notApplied: 3,
  notEnabled: 4,
  reportOnlySuccess: 5,
  reportOnlyFailure: 6,
  reportOnlyNotApplied: 7,
  reportOnlyInterrupted: 8,
} as const;
export type PolicyResult = keyof typeof POLICY_RESULTS;

/** A result that is none of the field's words, or absent. */
export const UNKNOWN_POLICY_RESULT = 0;

export const POLICY_RESULT_LABELS: Record<PolicyResult, string> = {
  success: "Success",
  failure: "Failure",
  notApplied: "Not applied",
  notEnabled: "Disabled",
  reportOnlySuccess: "Report-only: success",
  reportOnlyFailure: "Report-only: failure",
  reportOnlyNotApplied: "Report-only: not applied",
  reportOnlyInterrupted: "Report-only: user action required",
};

/** Under a heading that names the mode: without it. */
export function shortResultLabel(result: PolicyResult): string {
  const label = POLICY_RESULT_LABELS[result].replace(/^Report-only: /, "");
  return label.charAt(0).toUpperCase() + label.slice(1);
}

/** Every stored code, the unknown one included. */
export const POLICY_RESULT_CODES: readonly number[] = [UNKNOWN_POLICY_RESULT, ...Object.values(POLICY_RESULTS)];

/** The number that is stored of a policy in a sign-in is that of the policy, with the result's code in its last bits. */
export const RESULT_BITS = 4n;

/** The number of the policy alone, by which the dictionary knows it. */
export function policyOfNumber(number: string): string {
  return ((BigInt(number) >> RESULT_BITS) << RESULT_BITS).toString();
}

/** The number of a policy (as the dictionary knows it) with a result. */
export function policyWithResult(policy: string, code: number): string {
  return (BigInt(policy) | BigInt(code)).toString();
}

/** The word of the result in a stored number; undefined for one that is none of the field's words. */
export function resultOfNumber(number: string): PolicyResult | undefined {
  const code = Number(BigInt(number) & ((1n << RESULT_BITS) - 1n));
  return (Object.keys(POLICY_RESULTS) as PolicyResult[]).find((result) => POLICY_RESULTS[result] === code);
}

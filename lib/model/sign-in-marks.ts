/** What people said about one sign-in, beside the record, which itself stays as it came. */

/** An administrator's judgement. */
export type Verdict = "compromised" | "safe";
/** The answer of the person whose sign-in it was. */
export type OwnAnswer = "me" | "notMe";

export const VERDICTS: readonly Verdict[] = ["compromised", "safe"];
export const VERDICT_LABELS: Record<Verdict, string> = { compromised: "Compromised", safe: "Safe" };
export const ANSWER_LABELS: Record<OwnAnswer, string> = {
  me: "Confirmed by the user",
  notMe: "Denied by the user",
};

export interface SignInMark {
  verdict: { word: Verdict; at: Date; byName: string } | null;
  answer: { word: OwnAnswer; at: Date } | null;
}

export function isVerdict(word: unknown): word is Verdict {
  return VERDICTS.includes(word as Verdict);
}

export function isOwnAnswer(word: unknown): word is OwnAnswer {
  return word === "me" || word === "notMe";
}

/** Why signing in through an identity provider did not work, as people are told. */

const SENTENCES = {
  none: "Your organisation has no single sign-on here. Sign in with your password.",
  provider: "Your organisation’s sign-in cannot be reached at the moment. Try again in a few minutes.",
  tooMany: "Too many people have set out from your network without arriving. Try again in a few minutes.",
  state: "That answer was used already, is too old, or belongs to another browser. Start again.",
  denied: "Your organisation’s sign-in did not let you through, or you turned back.",
  invalid: "What your organisation’s sign-in sent could not be accepted. Your administrator can check the settings.",
  unknown: "Your organisation knows you, but there is no account for you here. Ask your administrator for one.",
  taken:
    "An account with your address exists already. Sign in to it with its password, and connect it under My account.",
  disabled: "This account is disabled. An administrator of your organisation can enable it again.",
} as const;

export type SsoProblem = keyof typeof SENTENCES;

/** The sentence of a problem; undefined for any other text. */
export function ssoSentence(problem: string | undefined): string | undefined {
  return problem !== undefined && Object.hasOwn(SENTENCES, problem) ? SENTENCES[problem as SsoProblem] : undefined;
}

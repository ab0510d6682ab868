/** What any record is: a sign-in, which most are, or an activity beside the sign-ins. */
import type { NormalisedActivity } from "@/lib/model/activity-record";
import type { NormalisedSignIn, Rejection } from "@/lib/model/sign-in-record";
import { normaliseActivity } from "./activities/normalise-activity";
import { normalise } from "./normalise";

export type UnderstoodRecord = NormalisedSignIn | NormalisedActivity;

/**
 * Understands one record; see {@link normalise} and {@link normaliseActivity}. Sign-ins come first and never pay for the
 * other question.
 */
export function understand(value: unknown, isStorable = false): UnderstoodRecord | { rejection: Rejection } {
  const signIn = normalise(value, isStorable);
  if (!("rejection" in signIn)) return signIn;
  const { code } = signIn.rejection;
  const mayBeOther = code === "not_a_sign_in" || code === "unknown_category";
  return (mayBeOther && normaliseActivity(value, isStorable)) || signIn;
}

/** Whether an understood record is no sign-in. */
export function isActivity(record: UnderstoodRecord): record is NormalisedActivity {
  return "kind" in record;
}

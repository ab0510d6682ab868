/** What any record is: a sign-in, which most are, or an activity beside the sign-ins. */
import type { NormalisedActivity } from "@/lib/model/activity-record";
import type { JsonObject, NormalisedSignIn, Rejection } from "@/lib/model/sign-in-record";
import { normaliseActivity } from "./activities/normalise-activity";
import { activityKindOf } from "./activities/open-activity";
import { isJsonObject } from "./json-object";
import { normalise } from "./normalise";

export type UnderstoodRecord = NormalisedSignIn | NormalisedActivity;

/** Understands one record, which is used up; see {@link normalise} and {@link normaliseActivity}. */
export function understand(value: unknown, isStorable = false): UnderstoodRecord | { rejection: Rejection } {
  const kind = isJsonObject(value) ? activityKindOf(value) : undefined;
  return kind ? normaliseActivity(kind, value as JsonObject, isStorable) : normalise(value, isStorable);
}

/** Whether an understood record is no sign-in. */
export function isActivity(record: UnderstoodRecord): record is NormalisedActivity {
  return "kind" in record;
}

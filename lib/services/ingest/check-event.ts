/** Which understood events a tenant may store: those of its own, inside what its license keeps. */
import { LICENSE_DEFINITIONS } from "@/lib/model/licenses";
import { FUTURE_TOLERANCE_MS, retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { NormalisedSignIn, Rejection } from "@/lib/model/sign-in-record";

/** The first and last instant that a tenant stores now. */
export interface TimeWindow {
  from: Date;
  to: Date;
  retentionDays: number;
}

/** The window of a tenant: the reading cutoff of its license to a day ahead of now. */
export function timeWindow(scope: TenantScope, now: Date): TimeWindow {
  return {
    from: retentionCutoff(scope.license, now),
    to: new Date(now.getTime() + FUTURE_TOLERANCE_MS),
    retentionDays: LICENSE_DEFINITIONS[scope.license].retentionDays,
  };
}

/** Why an event's time is refused, or undefined when it is not. */
export function checkTime(event: Pick<NormalisedSignIn, "createdAt">, window: TimeWindow): Rejection | undefined {
  if (event.createdAt < window.from) {
    const at = event.createdAt.toISOString();
    return {
      code: "older_than_retention",
      message: `The time ${at} is before ${window.from.toISOString()}: the tenant's license keeps ${window.retentionDays} days.`,
    };
  }
  if (event.createdAt > window.to) {
    const at = event.createdAt.toISOString();
    return { code: "in_the_future", message: `The time ${at} is more than a day ahead of now.` };
  }
  return undefined;
}

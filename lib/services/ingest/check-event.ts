/** Which understood records a tenant may store: those inside what is kept. */
import { LICENSE_DEFINITIONS } from "@/lib/model/licenses";
import { daysBefore, FUTURE_TOLERANCE_MS, KEPT_DAYS, retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { NormalisedSignIn, Rejection } from "@/lib/model/sign-in-record";

/** The first and last instant that a tenant stores now. */
export interface TimeWindow {
  from: Date;
  to: Date;
  retentionDays: number;
  /** Who says so, as the first words of a sentence. */
  keptBy: string;
}

/** The window of a tenant: the reading cutoff of its license to a day ahead of now. */
export function timeWindow(scope: TenantScope, now: Date): TimeWindow {
  return {
    from: retentionCutoff(scope.license, now),
    to: new Date(now.getTime() + FUTURE_TOLERANCE_MS),
    retentionDays: LICENSE_DEFINITIONS[scope.license].retentionDays,
    keptBy: "the tenant's license keeps",
  };
}

/** The same for provisioning records, whatever the license. */
export function provisioningWindow(now: Date): TimeWindow {
  return {
    from: daysBefore(KEPT_DAYS.provisioning, now),
    to: new Date(now.getTime() + FUTURE_TOLERANCE_MS),
    retentionDays: KEPT_DAYS.provisioning,
    keptBy: "provisioning records are kept",
  };
}

/** Why an event's time is refused, or undefined when it is not. */
export function checkTime(event: Pick<NormalisedSignIn, "createdAt">, window: TimeWindow): Rejection | undefined {
  if (event.createdAt < window.from) {
    const at = event.createdAt.toISOString();
    return {
      code: "older_than_retention",
      message: `The time ${at} is before ${window.from.toISOString()}: ${window.keptBy} ${window.retentionDays} days.`,
    };
  }
  if (event.createdAt > window.to) {
    const at = event.createdAt.toISOString();
    return { code: "in_the_future", message: `The time ${at} is more than a day ahead of now.` };
  }
  return undefined;
}

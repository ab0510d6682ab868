/** Audits and provisioning records as pages and programs get them. */
import type { Count } from "./log-counts";
import type { JsonObject } from "./sign-in-record";

export interface AuditItem {
  id: string;
  at: Date;
  service: string;
  category: string;
  activity: string;
  status: string;
  statusReason: string | null;
  initiatedBy: { kind: "user" | "client" | "system"; id: string | null; name: string; upn: string | null };
  ip: string | null;
  /** The first target. */
  target: { type: string | null; id: string | null; name: string | null };
  correlationId: string | null;
  /** True of what Signbook itself recorded. */
  own: boolean;
  /** Graph's `directoryAudit`, with whatever else the sender wrote. */
  record: JsonObject;
}

export interface ProvisioningItem {
  id: string;
  at: Date;
  action: string;
  status: string;
  sourceSystem: NamedThing;
  targetSystem: NamedThing;
  sourceIdentity: NamedThing;
  targetIdentity: NamedThing;
  identityType: string | null;
  initiatedBy: NamedThing;
  servicePrincipal: NamedThing;
  jobId: string | null;
  cycleId: string | null;
  changeId: string | null;
  durationMs: number | null;
  /** Graph's `provisioningObjectSummary`, with whatever else the sender wrote. */
  record: JsonObject;
}

export interface NamedThing {
  id: string | null;
  name: string | null;
}

/** What stands around a page of an activity log. */
export interface ActivitySurvey {
  /** How many records match. */
  count: Count;
  /** Values that are there, by the filter that takes them. */
  choices: Readonly<Record<string, readonly string[]>>;
}

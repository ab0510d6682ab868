/**
 * What every change by an identity provider has in common: it is a provisioning record with its steps, written in the
 * transaction of the change; one that failed is on record too, after everything else was undone.
 */
import { v4 as uuidv4, v7 as uuidv7 } from "uuid";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import type { NormalisedActivity } from "@/lib/model/activity-record";
import { ConflictError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ScimProblem } from "@/lib/scim/problem";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { storeActivityWith } from "../ingest/store-activities";

type StepType = "import" | "scoping" | "matching" | "processing" | "export";
type Action = "create" | "update" | "disable" | "delete";

export interface Identity {
  id: string | null;
  name: string | null;
  upn?: string | null;
}

interface Change {
  property: string;
  before: string | null;
  after: string | null;
}

/** What an operation tells of itself on its way. */
export class Trace {
  action: Action;
  source: Identity = { id: null, name: null };
  target: Identity = { id: null, name: null };
  readonly steps: JsonObject[] = [];
  readonly changes: Change[] = [];

  constructor(
    action: Action,
    readonly kind: "User" | "Group",
  ) {
    this.action = action;
  }

  step(type: StepType, name: string, description: string, status: "success" | "failure" | "skipped" = "success"): void {
    this.steps.push({ name, provisioningStepType: type, status, description, details: {} });
  }

  changed(property: string, before: string | null, after: string | null): void {
    if (before !== after) this.changes.push({ property, before, after });
  }
}

/**
 * Runs a provider's operation in one transaction with its record.
 * @throws ForbiddenError for anybody but a provider; ScimProblem; UnavailableError, which leaves no record.
 */
export async function provision<T>(
  scope: TenantScope,
  trace: Trace,
  work: (tenant: TenantTransaction, now: Date) => Promise<T>,
): Promise<T> {
  authorize(scope, "users:provision");
  const startedAt = performance.now();
  const now = new Date();
  const spent = () => Math.round(performance.now() - startedAt);
  try {
    return await inTenant(appDatabase().db, scope, async (tenant) => {
      const result = await work(tenant, now);
      trace.step("export", "EntryExport", `${PAST[trace.action]} in Signbook`);
      await write(tenant, scope, trace, { now, durationMs: spent() });
      return result;
    });
  } catch (error) {
    const refusal = error instanceof ConflictError ? new ScimProblem(403, undefined, error.message) : error;
    if (!(refusal instanceof ScimProblem)) throw error;
    trace.step("export", "EntryExport", refusal.message, "failure");
    trace.changes.length = 0;
    await inTenant(appDatabase().db, scope, (tenant) =>
      write(tenant, scope, trace, { now, durationMs: spent(), refusal }),
    );
    throw refusal;
  }
}

const PAST: Record<Action, string> = { create: "Created", update: "Updated", disable: "Disabled", delete: "Removed" };

interface Outcome {
  now: Date;
  durationMs: number;
  refusal?: ScimProblem;
}

async function write(tenant: TenantTransaction, scope: TenantScope, trace: Trace, outcome: Outcome): Promise<void> {
  await storeActivityWith(tenant, recordOf(scope, trace, outcome), outcome.now);
  const { kind, action, changes, target, source } = trace;
  const id = target.id ?? source.id ?? source.name;
  await recordAudit(
    tenant,
    scope,
    {
      activity: `${ACTIVITIES[action]} ${kind.toLowerCase()} by provisioning`,
      category: "UserManagement",
      result: outcome.refusal ? "failure" : "success",
      ...(outcome.refusal && { resultReason: outcome.refusal.message }),
      ...(id && { target: { type: kind, id, name: target.name ?? source.name ?? id } }),
      changes,
    },
    outcome.now,
  );
}

const ACTIVITIES: Record<Action, string> = { create: "Create", update: "Update", disable: "Disable", delete: "Remove" };

function recordOf(scope: TenantScope, trace: Trace, { now, durationMs, refusal }: Outcome): NormalisedActivity {
  const { action, kind, source, target, steps, changes } = trace;
  const provider = scope.actor.kind === "system" ? { id: "", name: scope.actor.name } : scope.actor;
  const createdAt = new Date(Math.floor(now.getTime() / 1000) * 1000);
  return {
    ...{ kind: "provisioning", id: uuidv7(), createdAt, createdMs: now.getTime() - createdAt.getTime(), notes: [] },
    record: {
      activityDateTime: now.toISOString(),
      tenantId: scope.tenantId,
      jobId: provider.id,
      cycleId: scope.origin?.requestId ?? uuidv4(),
      changeId: uuidv4(),
      provisioningAction: action,
      durationInMilliseconds: durationMs,
      initiatedBy: { id: provider.id, displayName: provider.name, initiatorType: "application" },
      servicePrincipal: { id: provider.id, displayName: provider.name },
      sourceSystem: { id: provider.id, displayName: provider.name, details: { protocol: "SCIM 2.0" } },
      targetSystem: { id: scope.tenantId, displayName: "Signbook", details: { tenant: scope.tenantSlug } },
      sourceIdentity: identityRecord(source, kind),
      targetIdentity: identityRecord(target, kind),
      provisioningStatusInfo: {
        status: refusal ? "failure" : "success",
        errorInformation: refusal ? errorOf(refusal) : null,
      },
      provisioningSteps: steps,
      modifiedProperties: changes.map(({ property, before, after }) => ({
        ...{ displayName: property, oldValue: before, newValue: after },
      })),
    },
  };
}

function identityRecord({ id, name, upn }: Identity, kind: string): JsonObject {
  return { id: id ?? "", displayName: name ?? "", identityType: kind, details: upn ? { userPrincipalName: upn } : {} };
}

function errorOf({ status, scimType, message }: ScimProblem): JsonObject {
  return {
    errorCode: scimType ?? String(status),
    errorCategory: status === 409 ? "NonServiceFailure" : "Failure",
    reason: message,
    additionalDetails: null,
    recommendedAction:
      status === 409
        ? "Match the existing one by its name instead of creating it, or give it another name."
        : "Correct what the identity provider sends, and let it try again.",
  };
}

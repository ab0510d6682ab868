/** One sign-in in full, for the details pane. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readDetails } from "@/db/queries/sign-ins/details";
import { readSignIn, type SignInRow } from "@/db/queries/sign-ins/page";
import type { AuditActivity } from "@/lib/model/audit";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { NotFoundError } from "@/lib/model/errors";
import { FUTURE_TOLERANCE_MS, retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { restoreRecord } from "@/lib/records/columns";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { presentSignIn } from "./present-sign-in";
import { redactRecord } from "./redact-record";

export interface SignInAddress {
  category: CategorySlug;
  /** Request id. One id can have several records: without `at` the newest one is meant. */
  id: string;
  at?: Date;
}

/**
 * The whole record, without what this reader may not see. Opening it is on record, once per reader and hour.
 * @throws ForbiddenError, LicenseRequiredError, NotFoundError (also for what is older than the license keeps).
 */
export async function getSignIn(
  scope: TenantScope,
  { category, id, at }: SignInAddress,
  { now = new Date() }: { now?: Date } = {},
): Promise<SignInDetail> {
  authorize(scope, "logs:read", "signInLogs");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const { code } = CATEGORIES[category];
    const range = {
      from: retentionCutoff(scope.license, now),
      to: new Date(now.getTime() + FUTURE_TOLERANCE_MS),
    };
    const createdAt = at && new Date(Math.floor(at.getTime() / 1000) * 1000);
    const row = await readSignIn(tenant, { category: code, id, range, ...(createdAt ? { createdAt } : {}) });
    const details = row && (await readDetails(tenant, row));
    if (!row || !details) throw new NotFoundError("There is no such sign-in in this log.");
    await recordAudit(tenant, scope, openedRecord(category, row), now);
    const record = restoreRecord(row, JSON.parse(details.rest) as JsonObject, code);
    return {
      ...presentSignIn(row),
      ...redactRecord(scope, record),
      receivedAt: details.receivedAt,
      notes: details.notes,
    };
  });
}

function openedRecord(category: CategorySlug, { id, principalKey, principalName }: SignInRow): AuditActivity {
  return {
    activity: "Open sign-in details",
    category: "Other",
    target: { type: "Sign-in", id, name: principalName ?? principalKey },
    details: [{ key: "Log", value: CATEGORIES[category].label }],
    oncePerHour: true,
  };
}

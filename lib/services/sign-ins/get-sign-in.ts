/** One sign-in in full, for the details pane. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readDetails } from "@/db/queries/sign-ins/details";
import type { SignInRow } from "@/db/queries/sign-ins/page";
import type { AuditActivity } from "@/lib/model/audit";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { SignInDetail, SignInListItem } from "@/lib/model/sign-in-view";
import { restoreRecord } from "@/lib/records/columns";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { findStored, type SignInAddress } from "./find-stored";
import { markItems } from "./mark-items";
import { presentSignIn } from "./present-sign-in";
import { redactRecord } from "./redact-record";

/**
 * The whole record, without what this reader may not see. Opening it is on record, once per reader and hour.
 * @throws ForbiddenError, LicenseRequiredError, NotFoundError (also for what is older than the license keeps).
 */
export async function getSignIn(
  scope: TenantScope,
  address: SignInAddress,
  { now = new Date() }: { now?: Date } = {},
): Promise<SignInDetail> {
  authorize(scope, "logs:read", "signInLogs");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const { category } = address;
    const row = await findStored(tenant, scope, address, now);
    const details = await readDetails(tenant, row);
    // Purged in between.
    if (!details) throw new NotFoundError("There is no such sign-in in this log.");
    await recordAudit(tenant, scope, openedRecord(category, row), now);
    const [item] = await markItems(tenant, [presentSignIn(row)]);
    const record = restoreRecord(row, JSON.parse(details.rest) as JsonObject, CATEGORIES[category].code);
    return {
      ...(item as SignInListItem),
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

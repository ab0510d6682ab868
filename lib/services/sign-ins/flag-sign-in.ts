/** An administrator's verdict on one sign-in: compromised, safe, or taken back. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { setVerdict } from "@/db/queries/marks";
import type { SignInRow } from "@/db/queries/sign-ins/page";
import type { AuditActivity } from "@/lib/model/audit";
import { categoryByCode } from "@/lib/model/categories";
import type { TenantScope } from "@/lib/model/scope";
import { VERDICT_LABELS, type Verdict } from "@/lib/model/sign-in-marks";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { findStored, type SignInAddress } from "./find-stored";

/**
 * Sets the verdict, which stands beside the record, or with null takes it back; on record in the audit log when that
 * changed anything.
 * @throws ForbiddenError without `signIns:flag`, LicenseRequiredError, NotFoundError, UnavailableError.
 */
export async function flagSignIn(
  scope: TenantScope,
  address: SignInAddress,
  verdict: Verdict | null,
  { now = new Date() }: { now?: Date } = {},
): Promise<void> {
  authorize(scope, "signIns:flag", "signInLogs");
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const row = await findStored(tenant, scope, address, now);
    await judge(tenant, scope, row, verdict, now);
  });
}

/** Sets or takes back the verdict on a stored sign-in; on record when that changed anything. */
export async function judge(
  tenant: TenantTransaction,
  scope: TenantScope,
  row: SignInRow,
  verdict: Verdict | null,
  now: Date,
): Promise<void> {
  const { actor } = scope;
  const by = { byId: actor.kind === "system" ? null : actor.id, byName: actor.name };
  const { before, changed } = await setVerdict(tenant, row, verdict && { word: verdict, at: now, ...by });
  if (changed) await recordAudit(tenant, scope, judged(row, { before, after: verdict }), now);
}

const ACTIVITIES: Record<Verdict, string> = {
  compromised: "Mark sign-in as compromised",
  safe: "Mark sign-in as safe",
};

function judged(
  { category, id, principalKey, principalName }: SignInRow,
  { before, after }: { before: Verdict | null; after: Verdict | null },
): AuditActivity {
  const label = (verdict: Verdict | null) => verdict && VERDICT_LABELS[verdict];
  return {
    activity: after ? ACTIVITIES[after] : "Remove mark from sign-in",
    category: "Other",
    target: { type: "Sign-in", id, name: principalName ?? principalKey },
    changes: [{ property: "Verdict", before: label(before), after: label(after) }],
    details: [{ key: "Log", value: categoryByCode(category).label }],
  };
}

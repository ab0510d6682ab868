import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { deleteSavedView } from "@/db/queries/saved-views";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireEditableView } from "./editable-view";
import { sharedViewActivity } from "./view-activity";

const which = z.object({ viewId: z.uuid("There is no such view.") });

/**
 * Deletes a view; a shared one is on record.
 * @throws ForbiddenError for somebody else's shared view, LicenseRequiredError, NotFoundError.
 */
export async function deleteView(
  scope: TenantScope,
  input: { viewId: string },
  { now = new Date() }: { now?: Date } = {},
): Promise<void> {
  authorize(scope, "logs:read", "signInLogs");
  const { viewId } = parseInput(which, input);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const { name, shared } = await requireEditableView(tenant, scope, viewId);
    await deleteSavedView(tenant, viewId);
    if (shared) await recordAudit(tenant, scope, sharedViewActivity("Delete shared view", { viewId, name }), now);
  });
}

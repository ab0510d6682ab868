import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type SavedViewRow, updateSavedView } from "@/db/queries/saved-views";
import type { AuditChange } from "@/lib/model/audit";
import { categoryByCode } from "@/lib/model/categories";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { requireEditableView } from "./editable-view";
import { sharedViewActivity } from "./view-activity";
import { refusingSameName, storedQuery, viewName, viewQuery } from "./view-input";

const changedView = z.object({
  viewId: z.uuid("There is no such view."),
  name: viewName.optional(),
  query: viewQuery.optional(),
  shared: z.boolean().optional(),
});

/**
 * Renames, shares or unshares a view, or replaces what it shows. On record when it is shared before or afterwards.
 * @throws ForbiddenError for somebody else's shared view, LicenseRequiredError, NotFoundError, InvalidInputError,
 *   ConflictError when the owner has another view of that name.
 */
export async function changeView(
  scope: TenantScope,
  input: z.input<typeof changedView>,
  { now = new Date() }: { now?: Date } = {},
): Promise<void> {
  authorize(scope, "logs:read", "signInLogs");
  const { viewId, ...changes } = parseInput(changedView, input);
  await refusingSameName(changes.name ?? "", () =>
    inTenant(appDatabase().db, scope, async (tenant) => {
      const before = await requireEditableView(tenant, scope, viewId);
      const { slug } = categoryByCode(before.category);
      const query = changes.query === undefined ? before.query : storedQuery(scope, slug, changes.query, now);
      const after = { name: changes.name ?? before.name, shared: changes.shared ?? before.shared, query };
      const differences = differencesOf(before, after);
      if (differences.length === 0) return;
      await updateSavedView(tenant, viewId, { ...after, changedAt: now });
      if (!before.shared && !after.shared) return;
      const activity = activityOf(before.shared, after.shared);
      await recordAudit(tenant, scope, sharedViewActivity(activity, { viewId, name: after.name }, differences), now);
    }),
  );
}

type Content = Pick<SavedViewRow, "name" | "query" | "shared">;

function activityOf(before: boolean, after: boolean): string {
  if (before === after) return "Change shared view";
  return after ? "Share saved view" : "Stop sharing saved view";
}

function differencesOf(before: Content, after: Content): AuditChange[] {
  const properties: [string, (view: Content) => string][] = [
    ["Name", ({ name }) => name],
    ["Filters", ({ query }) => query],
    ["Shared", ({ shared }) => (shared ? "yes" : "no")],
  ];
  return properties
    .map(([property, textOf]) => ({ property, before: textOf(before), after: textOf(after) }))
    .filter((change) => change.before !== change.after);
}

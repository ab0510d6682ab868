/** Who may change a view: its owner, and of shared ones a Global Administrator too. */
import type { TenantTransaction } from "@/db/client";
import { lockSavedView, type SavedViewRow } from "@/db/queries/saved-views";
import { ForbiddenError, NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";

/** Null for programs and jobs, which own no views. */
export function viewerId({ actor }: TenantScope): string | null {
  return actor.kind === "user" ? actor.id : null;
}

export function mayEditView(scope: TenantScope, view: Pick<SavedViewRow, "ownerId" | "shared">): boolean {
  return view.ownerId === viewerId(scope) || (view.shared && scope.permissions.has("tenant:manage"));
}

/**
 * The view, locked until the commit.
 * @throws NotFoundError for somebody else's that is not shared, and for none; ForbiddenError for a shared one that the
 *   scope may only read.
 */
export async function requireEditableView(
  tenant: TenantTransaction,
  scope: TenantScope,
  viewId: string,
): Promise<SavedViewRow> {
  const view = await lockSavedView(tenant, viewerId(scope), viewId);
  if (!view) throw new NotFoundError("There is no such view.");
  if (!mayEditView(scope, view)) throw new ForbiddenError("tenant:manage");
  return view;
}

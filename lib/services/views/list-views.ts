import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readSavedViews, type SavedViewRow } from "@/db/queries/saved-views";
import { categoryByCode } from "@/lib/model/categories";
import { mayFilterBy } from "@/lib/model/filter-rights";
import { filterDefinition } from "@/lib/model/filters";
import type { SavedView } from "@/lib/model/saved-views";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { mayEditView, viewerId } from "./editable-view";

/** A menu with more than this helps nobody. */
const MOST_LISTED = 300;

/**
 * The views of the scope's person and those shared in the tenant, by name.
 * @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function listViews(scope: TenantScope): Promise<SavedView[]> {
  authorize(scope, "logs:read", "signInLogs");
  const rows = await inTenant(appDatabase().db, scope, (tenant) =>
    readSavedViews(tenant, viewerId(scope), MOST_LISTED),
  );
  return rows.map((row) => present(scope, row));
}

function present(scope: TenantScope, row: SavedViewRow): SavedView {
  const { viewId, name, query, shared, ownerName } = row;
  const category = categoryByCode(row.category);
  const params = new URLSearchParams(query);
  return {
    ...{ viewId, name, query, shared, ownerName, category: category.slug },
    own: row.ownerId === viewerId(scope),
    editable: mayEditView(scope, row),
    unusable: category.filters
      .filter((key) => params.has(key) || params.get("by") === key)
      .map(filterDefinition)
      .filter((definition) => !mayFilterBy(definition, scope))
      .map(({ label }) => label),
  };
}

import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countViewsOf, insertSavedView } from "@/db/queries/saved-views";
import { CATEGORIES, CATEGORY_SLUGS } from "@/lib/model/categories";
import { ConflictError, ForbiddenError } from "@/lib/model/errors";
import { MAX_VIEWS_PER_OWNER } from "@/lib/model/saved-views";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { sharedViewActivity } from "./view-activity";
import { refusingSameName, storedQuery, viewName, viewQuery } from "./view-input";

const newView = z.object({
  category: z.enum(CATEGORY_SLUGS, `Log: one of ${CATEGORY_SLUGS.join(", ")}.`),
  name: viewName,
  query: viewQuery,
  shared: z.boolean(),
});

/**
 * Keeps a view of a log under a name for the person of the scope; a shared one is seen by everybody who reads the
 * tenant's logs, and on record.
 * @throws ForbiddenError, also for programs: views belong to people; LicenseRequiredError; InvalidInputError for a view
 *   that cannot be shown; ConflictError when the person has a view of that name, or too many.
 */
export async function saveView(
  scope: TenantScope,
  input: z.input<typeof newView>,
  { now = new Date() }: { now?: Date } = {},
): Promise<{ viewId: string }> {
  authorize(scope, "logs:read", "signInLogs");
  const { actor } = scope;
  if (actor.kind !== "user") throw new ForbiddenError("logs:read");
  const { category, name, query, shared } = parseInput(newView, input);
  const stored = storedQuery(scope, category, query, now);
  const viewId = uuidv7();
  await refusingSameName(name, () =>
    inTenant(appDatabase().db, scope, async (tenant) => {
      if ((await countViewsOf(tenant, actor.id)) >= MAX_VIEWS_PER_OWNER) {
        throw new ConflictError(`You have ${MAX_VIEWS_PER_OWNER} views, which is the most. Delete one first.`);
      }
      await insertSavedView(tenant, {
        ...{ viewId, name, shared, query: stored, category: CATEGORIES[category].code },
        ...{ ownerId: actor.id, ownerName: actor.name, createdAt: now, changedAt: now },
      });
      if (shared) await recordAudit(tenant, scope, sharedViewActivity("Share saved view", { viewId, name }), now);
    }),
  );
  return { viewId };
}

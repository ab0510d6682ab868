import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readPreferences } from "@/db/queries/preferences";
import { PREFERENCES, type PreferenceName, type Preferences } from "@/lib/model/preferences";
import type { TenantScope } from "@/lib/model/scope";

/**
 * What the person of the scope chose for their own pages; nothing for programs and jobs. Choices that no longer fit are
 * left out. No permission is needed: they are the person's own. @throws UnavailableError.
 */
export async function getPreferences(scope: TenantScope): Promise<Preferences> {
  const { actor } = scope;
  if (actor.kind !== "user") return {};
  const stored = await inTenant(appDatabase().db, scope, (tenant) => readPreferences(tenant, actor.id));
  const names = Object.keys(PREFERENCES) as PreferenceName[];
  const usable = names.flatMap((name) => {
    const parsed = PREFERENCES[name].safeParse(stored[name]);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return Object.fromEntries(usable);
}

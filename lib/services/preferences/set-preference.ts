import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { writePreference } from "@/db/queries/preferences";
import { PREFERENCES, type PreferenceName, type Preferences } from "@/lib/model/preferences";
import type { TenantScope } from "@/lib/model/scope";
import { parseInput } from "../parse-input";

/**
 * Remembers one choice of the person of the scope, or with undefined forgets it. Without effect for programs and jobs.
 * @throws InvalidInputError for a value that does not fit; UnavailableError.
 */
export async function setPreference<Name extends PreferenceName>(
  scope: TenantScope,
  name: Name,
  value: Preferences[Name] | undefined,
  now: Date = new Date(),
): Promise<void> {
  const { actor } = scope;
  if (actor.kind !== "user") return;
  const parsed = value === undefined ? undefined : parseInput(PREFERENCES[name], value);
  await inTenant(appDatabase().db, scope, (tenant) =>
    writePreference(tenant, { userId: actor.id, name, value: parsed, now }),
  );
}

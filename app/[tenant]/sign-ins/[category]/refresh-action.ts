"use server";

import type { Preferences } from "@/lib/model/preferences";
import { setPreference } from "@/lib/services/preferences/set-preference";
import { requireTenantScope } from "@/lib/web/current-session";
import { requireSameOrigin } from "@/lib/web/same-origin";

/** Remembers how often the reader's logs look for newer sign-ins. */
export async function rememberRefresh(tenant: string, seconds: Preferences["refreshSeconds"]): Promise<void> {
  await requireSameOrigin();
  await setPreference(await requireTenantScope(tenant), "refreshSeconds", seconds);
}

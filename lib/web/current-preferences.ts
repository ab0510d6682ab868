/** What the person at this request chose for their own pages. */
import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { scopeFromSession } from "@/lib/access/tenant-scope";
import type { Preferences } from "@/lib/model/preferences";
import { getPreferences } from "@/lib/services/preferences/get-preferences";
import { currentSession } from "./current-session";
import { originOf } from "./request-facts";

/** Read once per request, for the frame and for the page. Nothing when nobody is signed in. @throws UnavailableError. */
export const currentPreferences: () => Promise<Preferences> = cache(async () => {
  const session = await currentSession();
  if (!session) return {};
  return getPreferences(scopeFromSession(session, session.tenantSlug, originOf(await headers())));
});

/** For what stands around a page: nothing also when they cannot be read now, which the page itself will say. */
export async function preferencesIfReadable(): Promise<Preferences> {
  try {
    return await currentPreferences();
  } catch (error) {
    unstable_rethrow(error);
    return {};
  }
}

/** Who is signed in at this request. */
import "server-only";
import { cookies, headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { cache } from "react";
import { ownScopeFromSession } from "@/lib/access/own-scope";
import { type Session, sessionFromToken } from "@/lib/access/session";
import { scopeFromSession } from "@/lib/access/tenant-scope";
import type { Preferences } from "@/lib/model/preferences";
import type { OwnScope, TenantScope } from "@/lib/model/scope";
import { recordAttemptsSoon } from "@/lib/services/authentication/record-attempts";
import { renewSession } from "@/lib/services/sessions/renew-session";
import { clientFactsOf, originOf } from "./request-facts";
import { openSessionCookie, sessionCookie } from "./session-cookie";

/** The id in the request's session cookie, whether its session is in force or not. */
export async function currentSessionId(): Promise<string | undefined> {
  return openSessionCookie((await cookies()).get(sessionCookie().name)?.value);
}

/**
 * The session of this request, read from the database once per request; null when nobody is signed in.
 * @throws UnavailableError when the database is away.
 */
export const currentSession: () => Promise<Session | null> = cache(async () => {
  const sid = await currentSessionId();
  if (sid === undefined) return null;
  const now = new Date();
  const session = await sessionFromToken(sid, now);
  if (session && (await renewSession(session, sid, clientFactsOf(await headers()), now))) {
    recordAttemptsSoon(session.tenantId);
  }
  return session;
});

/** The session for what stands around a page; null also when it cannot be read now, which the page itself will say. */
export async function sessionIfReadable(): Promise<Session | null> {
  try {
    return await currentSession();
  } catch (error) {
    unstable_rethrow(error);
    return null;
  }
}

/**
 * The scope of the signed-in person in the tenant that the address names, by slug or id.
 * @throws NotSignedInError; NotFoundError for another tenant and for none alike; UnavailableError.
 */
export async function requireTenantScope(tenant: string): Promise<TenantScope> {
  return scopeFromSession(await currentSession(), tenant, originOf(await headers()));
}

/** The scope of the signed-in person at their own sign-ins. @throws NotSignedInError; UnavailableError. */
export async function requireOwnScope(): Promise<OwnScope> {
  return ownScopeFromSession(await currentSession(), originOf(await headers()));
}

/** What the signed-in person chose for their own pages; nothing when nobody is signed in. @throws UnavailableError. */
export async function currentPreferences(): Promise<Preferences> {
  return (await currentSession())?.preferences ?? {};
}

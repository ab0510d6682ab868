/** Signing in and out from a server action: the same session and the same cookie as next-auth's own doors. */
import "server-only";
import { cookies, headers } from "next/headers";
import { InvalidInputError, TooManyRequestsError, UnavailableError } from "@/lib/model/errors";
import { recordAttemptsSoon } from "@/lib/services/authentication/record-attempts";
import { signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";
import { endSession } from "@/lib/services/sessions/end-session";
import { currentSessionId } from "./current-session";
import { clientFactsOf } from "./request-facts";
import { requireSameOrigin } from "./same-origin";
import { COOKIE_MAX_AGE_SECONDS, sealSessionId, sessionCookie } from "./session-cookie";

export interface SignInForm {
  username: string;
  password: string;
  /** A one-time code; not asked of anybody yet. */
  code?: string;
}

export type SignInAnswer = { ok: true; redirectTo: string } | { ok: false; message: string };

/** The front door knows where each reader's work begins. */
const FRONT_DOOR = "/";

/**
 * Signs in and sets the session cookie. Only in a server action.
 * @returns where to go, or a message for the form; that also when the form was not sent from this site.
 */
export async function signIn({ username, password }: SignInForm): Promise<SignInAnswer> {
  try {
    await requireSameOrigin();
    const client = clientFactsOf(await headers());
    const attempt = { username, password, ...client, now: new Date(), onAttempt: recordAttemptsSoon };
    const result = await signInWithPassword(attempt);
    if (result.errorCode !== 0) return { ok: false, message: result.message };
    const { name, options } = sessionCookie();
    (await cookies()).set(name, await sealSessionId(result.sid), { ...options, maxAge: COOKIE_MAX_AGE_SECONDS });
    return { ok: true, redirectTo: FRONT_DOOR };
  } catch (error) {
    if (error instanceof UnavailableError) return { ok: false, message: "Signing in is not possible at the moment." };
    if (error instanceof TooManyRequestsError || error instanceof InvalidInputError) {
      return { ok: false, message: error.message };
    }
    throw error;
  }
}

/**
 * Ends the session of this browser and removes its cookie. Only in a server action.
 * @throws InvalidInputError when the form was not sent from this site; UnavailableError when the session cannot be
 *   ended now: the cookie stays then.
 */
export async function signOut(): Promise<void> {
  await requireSameOrigin();
  const sid = await currentSessionId();
  if (sid !== undefined) await endSession(sid, new Date());
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

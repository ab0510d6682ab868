/** Signing in and out from a server action: the same session and the same cookie as next-auth's own doors. */
import "server-only";
import { cookies, headers } from "next/headers";
import { InvalidInputError, TooManyRequestsError, UnavailableError } from "@/lib/model/errors";
import type { SignedIn } from "@/lib/services/authentication/complete-sign-in";
import { recordAttemptsSoon } from "@/lib/services/authentication/record-attempts";
import {
  finishSignIn,
  type PasswordSignIn,
  signInWithPassword,
} from "@/lib/services/authentication/sign-in-with-password";
import { endSession } from "@/lib/services/sessions/end-session";
import { currentSessionId } from "./current-session";
import { DEVICE_COOKIE_MAX_AGE_SECONDS, deviceCookie, deviceSecretsIn } from "./device-cookie";
import { clientFactsOf } from "./request-facts";
import { requireSameOrigin } from "./same-origin";
import { COOKIE_MAX_AGE_SECONDS, sealSessionId, sessionCookie } from "./session-cookie";

export interface SignInForm {
  username: string;
  password: string;
}

export interface CodeForm {
  /** What the answer to the password gave for this form. */
  pending: string;
  code: string;
}

export type SignInAnswer =
  | { ok: true; redirectTo: string }
  /** With `pending`, the password was right and a code is asked for. */
  | { ok: false; message: string; pending?: string };

/** The front door knows where each reader's work begins. */
const FRONT_DOOR = "/";

/**
 * Signs in and sets the cookies. Only in a server action.
 * @returns where to go, or a message for the form; that also when the form was not sent from this site.
 */
export function signIn(form: SignInForm): Promise<SignInAnswer> {
  return answer(async (origin) => signInWithPassword({ ...form, ...origin }));
}

/** The second step. A code that is not right may be tried again, until the step is over. */
export function sendCode(form: CodeForm): Promise<SignInAnswer> {
  return answer(async (origin) => finishSignIn({ ...form, ...origin }), form.pending);
}

type Origin = Awaited<ReturnType<typeof originOfAttempt>>;

async function originOfAttempt() {
  const sent = (await cookies()).getAll();
  return {
    ...clientFactsOf(await headers()),
    devices: deviceSecretsIn(sent.map(({ name, value }) => [name, value] as const)),
    now: new Date(),
    onAttempt: recordAttemptsSoon,
  };
}

async function answer(attempt: (origin: Origin) => Promise<PasswordSignIn>, pending?: string): Promise<SignInAnswer> {
  try {
    await requireSameOrigin();
    const result = await attempt(await originOfAttempt());
    if (result.errorCode === 0) {
      await setSignInCookies(result);
      return { ok: true, redirectTo: FRONT_DOOR };
    }
    const { errorCode, message } = result;
    if (errorCode === 50074) return { ok: false, message, pending: result.pending };
    return { ok: false, message, ...(errorCode === 500121 && pending ? { pending } : {}) };
  } catch (error) {
    if (error instanceof UnavailableError) return { ok: false, message: "Signing in is not possible at the moment." };
    if (error instanceof TooManyRequestsError || error instanceof InvalidInputError) {
      return { ok: false, message: error.message };
    }
    throw error;
  }
}

/** The session's cookie, and the one by which the browser is known from now on. Only where cookies may be set. */
export async function setSignInCookies({ sid, device, user }: SignedIn): Promise<void> {
  const store = await cookies();
  const session = sessionCookie();
  store.set(session.name, await sealSessionId(sid), { ...session.options, maxAge: COOKIE_MAX_AGE_SECONDS });
  if (!device) return;
  const { name, options } = deviceCookie(user.userId);
  store.set(name, device, { ...options, maxAge: DEVICE_COOKIE_MAX_AGE_SECONDS });
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
  await removeSessionCookie();
}

/** For a session that has been ended otherwise. Only in a server action. */
export async function removeSessionCookie(): Promise<void> {
  const { name, options } = sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

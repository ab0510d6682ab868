/** The session cookie: an encrypted token of next-auth's that carries a session id and nothing else. */
import { decode, encode, type JWT } from "next-auth/jwt";
import { derivedKey } from "@/lib/access/keys";
import { SESSION_LONGEST_DAYS } from "@/lib/access/session";
import { env } from "@/lib/env";

/** The cookie outlives the session's idle time: how long a session lasts is decided by its row. */
export const COOKIE_MAX_AGE_SECONDS = SESSION_LONGEST_DAYS * 24 * 3600;

export interface CookieSettings {
  name: string;
  options: { httpOnly: true; sameSite: "lax"; path: "/"; secure: boolean };
}

/** Name and attributes. Browsers accept the prefix only from an HTTPS site, where it keeps plain HTTP from setting it. */
export function sessionCookie(): CookieSettings {
  const secure = isSecureSite();
  return {
    name: `${secure ? "__Secure-" : ""}next-auth.session-token`,
    options: { httpOnly: true, sameSite: "lax", path: "/", secure },
  };
}

export function isSecureSite(): boolean {
  return env().APP_URL.startsWith("https:");
}

/** The secret of next-auth: everything that it signs or encrypts. */
export function authenticationSecret(): string {
  return derivedKey("session").toString("base64url");
}

/** The value of the cookie for a session. */
export function sealSessionId(sid: string): Promise<string> {
  return encode({ token: { sid }, secret: authenticationSecret(), maxAge: COOKIE_MAX_AGE_SECONDS });
}

/** The session id in a cookie's value; undefined when the cookie was not made by this site or is too old. */
export async function openSessionCookie(value: string | undefined): Promise<string | undefined> {
  if (!value) return undefined;
  const token = await decode({ token: value, secret: authenticationSecret() }).catch(() => null);
  return sessionIdOf(token);
}

/** The session id in the token of a cookie. */
export function sessionIdOf(token: JWT | null | undefined): string | undefined {
  return typeof token?.sid === "string" ? token.sid : undefined;
}

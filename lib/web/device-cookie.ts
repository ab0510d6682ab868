/** The cookie by which a browser is known to an account that has signed in with it: one for each account. */
import { hashSecret } from "@/lib/access/secrets";
import { KEPT_DAYS } from "@/lib/model/retention";
import { type CookieSettings, isSecureSite } from "./session-cookie";

const NAME = "signbook.device-";
const NAME_DIGITS = 16;
/** 256 bits as base64url: anything else was not made here. */
const SECRET = /^[\w-]{43}$/;

export const DEVICE_COOKIE_MAX_AGE_SECONDS = KEPT_DAYS.knownDevices * 24 * 3600;

/** Its name tells accounts apart without naming them. */
export function deviceCookie(userId: string): CookieSettings {
  const secure = isSecureSite();
  const name = `${secure ? "__Secure-" : ""}${NAME}${hashSecret(userId).toString("hex").slice(0, NAME_DIGITS)}`;
  return { name, options: { httpOnly: true, sameSite: "lax", path: "/", secure } };
}

/** The secrets of all device cookies that a browser sent. */
export function deviceSecretsIn(cookies: Iterable<readonly [name: string, value: string | undefined]>): string[] {
  return [...cookies].flatMap(([name, value = ""]) => (name.includes(NAME) && SECRET.test(value) ? [value] : []));
}

/**
 * next-auth's doors: the protocol that client programs know (csrf, callback, signout). It decides nothing: passwords are
 * checked by our service, and its token carries a session id only.
 */
import NextAuth, { type AuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { sessionFromToken } from "@/lib/access/session";
import { env, shareAddressWithNextAuth } from "@/lib/env";
import { log } from "@/lib/log";
import { recordAttemptsSoon } from "@/lib/services/authentication/record-attempts";
import { signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";
import { endSession } from "@/lib/services/sessions/end-session";
import { apiErrorResponse } from "./api-errors";
import { DEVICE_COOKIE_MAX_AGE_SECONDS, deviceCookie, deviceSecretsIn } from "./device-cookie";
import { CapturedResponse, toPagesRequest } from "./pages-api";
import { clientFactsOf } from "./request-facts";
import {
  authenticationSecret,
  COOKIE_MAX_AGE_SECONDS,
  isSecureSite,
  openSessionCookie,
  sessionCookie,
  sessionIdOf,
} from "./session-cookie";

const SIGN_IN_PAGE = "/sign-in";
/** What a client program is told, as `error` in the address, when the password was right and a code is needed. */
const CODE_REQUIRED = "CodeRequired";

type Cookies = Partial<Record<string, string>>;

/**
 * Answers a request to `/api/auth/…`.
 * @param path what follows `/api/auth/`, in parts.
 */
export async function answerAuthentication(request: Request, path: readonly string[]): Promise<Response> {
  shareAddressWithNextAuth();
  const pagesRequest = await toPagesRequest(request, { nextauth: path });
  if (request.method === "GET" && path[0] === "session") return describeSession(pagesRequest.cookies, request);
  const aside: Aside = {};
  const captured = new CapturedResponse();
  await NextAuth(pagesRequest as never, captured as never, authOptions(request, pagesRequest.cookies, aside));
  // next-auth takes any failure for a wrong password; an outage must not look like one.
  if (aside.error) return apiErrorResponse(aside.error, request);
  const answer = captured.toResponse(shortenRedirect);
  if (aside.device) answer.headers.append("set-cookie", aside.device);
  return answer;
}

/** What came of checking a password or ending a session beside what next-auth is told. */
interface Aside {
  error?: unknown;
  /** The cookie by which the browser is known from now on. */
  device?: string;
}

function authOptions(request: Request, cookies: Cookies, aside: Aside): AuthOptions {
  return {
    secret: authenticationSecret(),
    useSecureCookies: isSecureSite(),
    cookies: { sessionToken: sessionCookie() },
    session: { strategy: "jwt", maxAge: COOKIE_MAX_AGE_SECONDS },
    pages: { signIn: SIGN_IN_PAGE, signOut: "/", error: SIGN_IN_PAGE },
    logger: quietLogger,
    providers: [passwordProvider(request, cookies, aside)],
    callbacks: {
      // Whatever next-auth would put in: the token carries the session id alone.
      jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      signOut: async ({ token }) => {
        const sid = sessionIdOf(token);
        if (sid !== undefined) await remember(aside, () => endSession(sid, new Date()));
      },
    },
  };
}

function passwordProvider(request: Request, cookies: Cookies, aside: Aside) {
  return Credentials({
    id: "password",
    name: "Password",
    credentials: {
      username: { label: "Email address", type: "text" },
      password: { label: "Password", type: "password" },
      code: { label: "One-time code", type: "text" },
    },
    authorize: async (given) => {
      const { username, password, code } = given ?? {};
      if (typeof username !== "string" || typeof password !== "string") return null;
      const client = clientFactsOf(request.headers);
      const devices = deviceSecretsIn(Object.entries(cookies));
      const attempt = { username, password, code, ...client, devices, now: new Date(), onAttempt: recordAttemptsSoon };
      const result = await remember(aside, () => signInWithPassword(attempt));
      if (result?.errorCode === 50074) throw new Error(CODE_REQUIRED);
      if (result?.errorCode !== 0) return null;
      if (result.device) aside.device = deviceCookieHeader(result.user.userId, result.device);
      return { id: result.sid };
    },
  });
}

function deviceCookieHeader(userId: string, secret: string): string {
  const { name, options } = deviceCookie(userId);
  const attributes = `Max-Age=${DEVICE_COOKIE_MAX_AGE_SECONDS}; Path=${options.path}; HttpOnly; SameSite=Lax`;
  return `${name}=${secret}; ${attributes}${options.secure ? "; Secure" : ""}`;
}

async function remember<T>(aside: Aside, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    aside.error = error;
    return undefined;
  }
}

/** Who is signed in, for programs. Asked of the database: next-auth would go by the cookie, revoked or not. */
async function describeSession(cookies: Partial<Record<string, string>>, request: Request): Promise<Response> {
  try {
    const sid = await openSessionCookie(cookies[sessionCookie().name]);
    const session = sid === undefined ? null : await sessionFromToken(sid, new Date());
    const described = session && {
      user: { name: session.displayName, email: session.upn },
      tenant: session.tenantSlug,
      expires: session.expiresAt.toISOString(),
    };
    return Response.json(described ?? {}, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return apiErrorResponse(error, request);
  }
}

/**
 * A redirect within the site, straight to its goal: next-auth leads a failed sign-in to the sign-in page by way of two
 * more addresses of its own. Relative, so that it holds under every name of this machine.
 */
function shortenRedirect(location: string): string {
  const url = new URL(location, env().APP_URL);
  if (url.origin !== env().APP_URL) return location;
  const goal = url.pathname === "/api/auth/error" ? SIGN_IN_PAGE : url.pathname;
  // Two slashes at the beginning would name another host.
  return goal.replace(/^\/{2,}/, "/") + url.search + url.hash;
}

/** Its messages go to our log, without the details, which may hold what a user typed. */
const quietLogger: AuthOptions["logger"] = {
  error: (code) => log.warn({ code: String(code) }, "next-auth reports an error"),
  warn: () => {},
  debug: () => {},
};

/** Leaving for a tenant's identity provider and coming back, as a browser sees it. Only in route handlers and actions. */
import "server-only";
import { cookies, headers } from "next/headers";
import type { SsoProblem } from "@/lib/model/sso-problems";
import { recordAttemptsSoon } from "@/lib/services/authentication/record-attempts";
import { finishSingleSignOn, startSingleSignOn } from "@/lib/services/single-sign-on/sign-in";
import { setSignInCookies } from "./authentication";
import { currentSession } from "./current-session";
import { deviceSecretsIn } from "./device-cookie";
import { clientFactsOf } from "./request-facts";
import { sameOriginPath } from "./same-origin-path";
import { isSecureSite } from "./session-cookie";

const MAX_AGE_SECONDS = 15 * 60;

/** Binds the way back to the browser that left: nobody finishes in another's. */
function stateCookie() {
  const secure = isSecureSite();
  const options = { httpOnly: true, sameSite: "lax", path: "/sign-in/sso", secure } as const;
  return { name: `${secure ? "__Secure-" : ""}signbook.sso`, options };
}

/**
 * @param bind whether the signed-in account is to be bound to the person at the provider.
 * @returns the address to go to: the provider's, or a page of ours that says what is the matter.
 */
export async function leaveForProvider(
  tenant: { slug: string } | { upn: string },
  { callbackUrl, bind = false }: { callbackUrl?: string; bind?: boolean },
): Promise<string> {
  const session = bind ? await currentSession() : null;
  if (bind && !session) return `/sign-in?${new URLSearchParams({ callbackUrl: "/my-account" })}`;
  const bindTo = session ? { tenantId: session.tenantId, userId: session.userId } : undefined;
  const { ip } = clientFactsOf(await headers());
  const departure = await startSingleSignOn({ tenant, callbackUrl, bindTo, ip, now: new Date() });
  if ("problem" in departure) return problemPage(departure.problem, bind);
  const { name, options } = stateCookie();
  (await cookies()).set(name, departure.state, { ...options, maxAge: MAX_AGE_SECONDS });
  return departure.redirectTo;
}

/** @returns the address to go to, within the site. */
export async function returnFromProvider(query: URLSearchParams): Promise<string> {
  const store = await cookies();
  const { name, options } = stateCookie();
  const state = store.get(name)?.value;
  store.set(name, "", { ...options, maxAge: 0 });
  const session = await currentSession();
  const result = await finishSingleSignOn({
    ...clientFactsOf(await headers()),
    ...{ query, state, now: new Date(), onAttempt: recordAttemptsSoon },
    devices: deviceSecretsIn(store.getAll().map((cookie) => [cookie.name, cookie.value] as const)),
    ...(session ? { signedInAs: { tenantId: session.tenantId, userId: session.userId } } : {}),
  });
  // Whoever is signed in already was about to connect the account.
  if (result.outcome === "refused") return problemPage(result.problem, session !== null);
  if (result.outcome === "bound") return "/my-account?done=bound";
  await setSignInCookies(result.signedIn);
  return sameOriginPath(result.callbackUrl ?? "") ?? "/";
}

function problemPage(problem: SsoProblem, isSignedIn: boolean): string {
  return isSignedIn
    ? `/my-account?${new URLSearchParams({ sso: problem })}`
    : `/sign-in?${new URLSearchParams({ sso: problem })}`;
}

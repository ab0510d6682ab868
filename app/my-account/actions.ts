"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import {
  ConflictError,
  InvalidInputError,
  NotFoundError,
  NotSignedInError,
  TooManyRequestsError,
} from "@/lib/model/errors";
import type { OwnScope } from "@/lib/model/scope";
import { changePassword } from "@/lib/services/account/change-password";
import { endAllOwnSessions, endOwnSession } from "@/lib/services/account/end-own-sessions";
import {
  cancelSecondFactor,
  confirmSecondFactor,
  startSecondFactor,
  turnOffSecondFactor,
} from "@/lib/services/account/second-factor";
import { removeSessionCookie } from "@/lib/web/authentication";
import { currentSession, requireOwnScope } from "@/lib/web/current-session";
import { sealProblem } from "@/lib/web/form-problem";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { leaveForProvider } from "@/lib/web/single-sign-on";

const PAGE = "/my-account";

export async function changePasswordAction(form: FormData): Promise<void> {
  await act(async (scope) => {
    const [password, repeated] = [textOf(form, "password"), textOf(form, "repeated")];
    if (password !== repeated) throw new InvalidInputError({ repeated: "The two new passwords are not the same." });
    const sessionId = (await currentSession())?.sessionId ?? "";
    await changePassword(scope, { current: textOf(form, "current"), password, sessionId });
    return `${PAGE}?done=password`;
  });
}

export async function startCodesAction(): Promise<void> {
  await act(async (scope) => {
    const offer = await startSecondFactor(scope);
    return `${PAGE}?${new URLSearchParams({ offer })}#codes`;
  });
}

export async function cancelCodesAction(): Promise<void> {
  await act(async (scope) => {
    await cancelSecondFactor(scope);
    return `${PAGE}#codes`;
  });
}

export async function turnOffCodesAction(form: FormData): Promise<void> {
  await act(async (scope) => {
    await turnOffSecondFactor(scope, textOf(form, "password"));
    return `${PAGE}?done=codes`;
  });
}

export async function endSessionAction(form: FormData): Promise<void> {
  await act(async (scope) => {
    await endOwnSession(scope, textOf(form, "session"));
    return `${PAGE}?done=session#sessions`;
  });
}

/** Ends every session, this one too, and leads to the sign-in page. */
export async function signOutEverywhereAction(): Promise<void> {
  await act(async (scope) => {
    await endAllOwnSessions(scope);
    await removeSessionCookie();
    return "/sign-in";
  });
}

/** Leads to the organisation's identity provider, and back to this page. */
export async function connectAction(): Promise<void> {
  await act(async ({ tenantSlug }) => leaveForProvider({ slug: tenantSlug }, { bind: true }));
}

/** The answer is the one place where recovery codes are ever shown. */
export interface CodesFormState {
  message?: string;
  recoveryCodes?: readonly string[];
}

export async function confirmCodesAction(_previous: CodesFormState, form: FormData): Promise<CodesFormState> {
  await requireSameOrigin();
  try {
    const recoveryCodes = await confirmSecondFactor(await requireOwnScope(), {
      ...{ offer: textOf(form, "offer"), code: textOf(form, "code"), password: textOf(form, "password") },
    });
    revalidatePath(PAGE);
    return { recoveryCodes };
  } catch (error) {
    if (error instanceof NotSignedInError) redirect(signInFor());
    if (isTold(error)) return { message: (error as Error).message };
    throw error;
  }
}

/** Does what a form asks for and leads on; back to the page with the reason where that cannot be done. */
async function act(work: (scope: OwnScope) => Promise<string>): Promise<void> {
  await requireSameOrigin();
  const target = await targetOf(work);
  revalidatePath(PAGE);
  redirect(target);
}

async function targetOf(work: (scope: OwnScope) => Promise<string>): Promise<string> {
  try {
    return await work(await requireOwnScope());
  } catch (error) {
    if (error instanceof NotSignedInError) return signInFor();
    if (isTold(error)) return `${PAGE}?${new URLSearchParams({ problem: sealProblem((error as Error).message) })}`;
    throw error;
  }
}

function isTold(error: unknown): boolean {
  const kinds = [InvalidInputError, ConflictError, NotFoundError, TooManyRequestsError];
  return kinds.some((kind) => error instanceof kind);
}

function signInFor(): string {
  return `/sign-in?${new URLSearchParams({ callbackUrl: PAGE })}`;
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

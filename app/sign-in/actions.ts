"use server";

import { redirect } from "next/navigation";
import { sendCode, signIn } from "@/lib/web/authentication";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { sameOriginPath } from "@/lib/web/same-origin-path";
import { leaveForProvider } from "@/lib/web/single-sign-on";

export interface SignInFormState {
  message?: string;
  /** Given back, so that the form need not be filled in again. Never the password. */
  username?: string;
  /** The password was right: the form asks for a code, and carries this along. */
  pending?: string;
  /** The first time that the code is asked for, when nothing has gone wrong. */
  asking?: boolean;
}

/** Signs in and goes on to where the reader came from; otherwise back to the form with the reason, or to the code. */
export async function signInAction(_previous: SignInFormState, form: FormData): Promise<SignInFormState> {
  const username = text(form, "username").trim();
  if (form.has("organisation")) {
    if (username === "") return { message: "Enter your email address: it tells which organisation you belong to." };
    redirect(await providerOf(form, username));
  }
  const pending = text(form, "pending");
  const result = pending === "" ? await firstStep(form, username) : await secondStep(form, pending);
  if (!result.ok) {
    const { message } = result;
    return { message, username, pending: result.pending, asking: pending === "" && result.pending !== undefined };
  }
  redirect(sameOriginPath(text(form, "callbackUrl")) ?? result.redirectTo);
}

/** Leads to the identity provider of the organisation that the address belongs to. */
async function providerOf(form: FormData, username: string): Promise<string> {
  await requireSameOrigin();
  const callbackUrl = sameOriginPath(text(form, "callbackUrl")) ?? undefined;
  return leaveForProvider({ upn: username }, { callbackUrl });
}

async function firstStep(form: FormData, username: string) {
  const password = text(form, "password");
  if (username !== "" && password !== "") return signIn({ username, password });
  return { ok: false as const, message: "Enter your email address and your password.", pending: undefined };
}

async function secondStep(form: FormData, pending: string) {
  const code = text(form, "code");
  if (code.trim() !== "") return sendCode({ pending, code });
  return { ok: false as const, message: "Enter the code.", pending };
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

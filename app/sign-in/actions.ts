"use server";

import { redirect } from "next/navigation";
import { signIn } from "@/lib/web/authentication";
import { sameOriginPath } from "@/lib/web/same-origin-path";

export interface SignInFormState {
  message?: string;
  /** Given back, so that the form need not be filled in again. Never the password. */
  username?: string;
}

/** Signs in and goes on to where the reader came from; otherwise back to the form with the reason. */
export async function signInAction(_previous: SignInFormState, form: FormData): Promise<SignInFormState> {
  const username = text(form, "username").trim();
  const password = text(form, "password");
  if (username === "" || password === "") {
    return { message: "Enter your email address and your password.", username };
  }
  const result = await signIn({ username, password });
  if (!result.ok) return { message: result.message, username };
  redirect(sameOriginPath(text(form, "callbackUrl")) ?? result.redirectTo);
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

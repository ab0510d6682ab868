"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { InvalidInputError, NotFoundError, TooManyRequestsError } from "@/lib/model/errors";
import { setPasswordByLink } from "@/lib/services/password-links/set-password-by-link";
import { originOf } from "@/lib/web/request-facts";
import { requireSameOrigin } from "@/lib/web/same-origin";

export interface SetPasswordState {
  message?: string;
}

/** Sets the password and leads to the sign-in page, or back to the form with the reason. */
export async function setPasswordAction(_previous: SetPasswordState, form: FormData): Promise<SetPasswordState> {
  await requireSameOrigin();
  const password = textOf(form, "password");
  if (password !== textOf(form, "repeated")) return { message: "The two passwords are not the same." };
  const done = await set(textOf(form, "token"), password);
  if ("message" in done) return done;
  redirect(`/sign-in?${new URLSearchParams({ notice: "password", username: done.upn })}`);
}

async function set(token: string, password: string): Promise<{ upn: string } | { message: string }> {
  try {
    return await setPasswordByLink({ token, password, origin: originOf(await headers()) });
  } catch (error) {
    const told = [InvalidInputError, NotFoundError, TooManyRequestsError].some((kind) => error instanceof kind);
    if (told) return { message: (error as Error).message };
    throw error;
  }
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

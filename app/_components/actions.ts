"use server";

import { redirect } from "next/navigation";
import { signOut } from "@/lib/web/authentication";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { isTheme, rememberTheme } from "@/lib/web/theme";

/** Remembers the theme of the pressed button for this browser. */
export async function setTheme(form: FormData): Promise<void> {
  await requireSameOrigin();
  const theme = form.get("theme");
  if (isTheme(theme)) await rememberTheme(theme);
}

/** Ends the session and goes to the sign-in page. */
export async function signOutAction(): Promise<void> {
  await signOut();
  redirect("/sign-in");
}

"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { requestNewPassword } from "@/lib/services/password-links/request-new-password";
import { clientFactsOf } from "@/lib/web/request-facts";
import { requireSameOrigin } from "@/lib/web/same-origin";

/** Asks for the link; the page that follows is the same for every address. */
export async function requestLinkAction(form: FormData): Promise<void> {
  await requireSameOrigin();
  const username = form.get("username");
  const { ip } = clientFactsOf(await headers());
  if (typeof username === "string") await requestNewPassword({ username, ip, now: new Date() });
  redirect("/sign-in/forgotten?sent=1");
}

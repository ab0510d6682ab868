"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { stopDigestByLink, subscribeToDigest, unsubscribeFromDigest } from "@/lib/services/digest/subscription";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { act, textOf } from "../act";

export async function subscribeAction(form: FormData): Promise<void> {
  const target = await act(form, "digest", async (scope, path) => {
    await subscribeToDigest(scope, textOf(form, "zone"));
    return `${path}?done=subscribed`;
  });
  finish(target);
}

export async function unsubscribeAction(form: FormData): Promise<void> {
  const target = await act(form, "digest", async (scope, path) => {
    await unsubscribeFromDigest(scope);
    return `${path}?done=stopped`;
  });
  finish(target);
}

/** Of the link in a digest: nobody needs to be signed in. */
export async function stopByLinkAction(form: FormData): Promise<void> {
  await requireSameOrigin();
  const done = await stopDigestByLink(textOf(form, "token"));
  redirect(`/${encodeURIComponent(textOf(form, "tenant"))}/digest/stop?done=${done ? "yes" : "no"}`);
}

function finish(target: string): never {
  revalidatePath(target.split("?")[0] ?? target);
  redirect(target);
}

"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { InvalidInputError, NotSignedInError } from "@/lib/model/errors";
import { removeSingleSignOn, saveSingleSignOn } from "@/lib/services/single-sign-on/settings";
import { requireTenantScope } from "@/lib/web/current-session";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { act, textOf } from "../../act";

const PAGE = "settings/single-sign-on";

export interface SingleSignOnFormState {
  message?: string;
  /** Given back, so that the form need not be filled in again. Never the secret. */
  typed?: { issuer: string; clientId: string; createUsers: boolean };
}

/** Tests and saves; back to the form with what the provider did not do. */
export async function saveAction(_previous: SingleSignOnFormState, form: FormData): Promise<SingleSignOnFormState> {
  await requireSameOrigin();
  const tenant = textOf(form, "tenant");
  const createUsers = textOf(form, "createUsers") === "1";
  const typed = { issuer: textOf(form, "issuer"), clientId: textOf(form, "clientId"), createUsers };
  try {
    const scope = await requireTenantScope(tenant);
    await saveSingleSignOn(scope, { ...typed, clientSecret: textOf(form, "clientSecret") });
  } catch (error) {
    if (error instanceof InvalidInputError) return { message: error.message, typed };
    if (!(error instanceof NotSignedInError)) throw error;
    redirect(`/sign-in?${new URLSearchParams({ callbackUrl: `/${tenant}/${PAGE}` })}`);
  }
  revalidatePath(`/${tenant}/${PAGE}`);
  redirect(`/${tenant}/${PAGE}?done=saved`);
}

export async function removeAction(form: FormData): Promise<void> {
  const target = await act(form, PAGE, async (scope, path) => {
    await removeSingleSignOn(scope);
    return `${path}?done=removed`;
  });
  revalidatePath(target.split("?")[0] ?? target);
  redirect(target);
}

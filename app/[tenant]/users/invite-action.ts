"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { ConflictError, InvalidInputError, NotSignedInError } from "@/lib/model/errors";
import { ROLES } from "@/lib/model/roles";
import { inviteUser } from "@/lib/services/users/invite-user";
import { requireTenantScope } from "@/lib/web/current-session";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { textOf } from "../act";

export interface InviteFormState {
  done?: string;
  problem?: string;
  /** Given back, so that the form need not be filled in again. */
  upn?: string;
  displayName?: string;
  roles?: readonly string[];
}

export async function inviteUserAction(_previous: InviteFormState, form: FormData): Promise<InviteFormState> {
  await requireSameOrigin();
  const tenant = textOf(form, "tenant");
  const given = {
    upn: textOf(form, "upn"),
    displayName: textOf(form, "displayName"),
    roles: ROLES.filter((role) => form.getAll("role").includes(role)),
  };
  try {
    const { upn, again } = await inviteUser(await requireTenantScope(tenant), given);
    revalidatePath(`/${tenant}/users`);
    return { done: again ? `${upn} gets a new link; the one before is void.` : `${upn} is invited.` };
  } catch (error) {
    if (error instanceof NotSignedInError) {
      redirect(`/sign-in?${new URLSearchParams({ callbackUrl: `/${tenant}/users` })}`);
    }
    if (error instanceof InvalidInputError || error instanceof ConflictError) {
      return { problem: error.message, ...given };
    }
    throw error;
  }
}

"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { randomSecret } from "@/lib/access/secrets";
import { ConflictError, InvalidInputError, NotSignedInError } from "@/lib/model/errors";
import { ROLES } from "@/lib/model/roles";
import { createUser } from "@/lib/services/users/create-user";
import { requireTenantScope } from "@/lib/web/current-session";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { textOf } from "../act";

const FIRST_PASSWORD_CHARACTERS = 20;

export interface NewUserState {
  /** The answer is the one place where the password is ever shown. */
  made?: { userId: string; upn: string; password: string };
  problem?: string;
  /** Given back, so that the form need not be filled in again. */
  given?: { upn: string; displayName: string; objectId: string; roles: readonly string[] };
}

/** Creates a user with a first password that nobody chose. */
export async function newUserAction(_previous: NewUserState, form: FormData): Promise<NewUserState> {
  await requireSameOrigin();
  const tenant = textOf(form, "tenant");
  const roles = ROLES.filter((role) => form.getAll("role").includes(role));
  const given = {
    upn: textOf(form, "upn"),
    displayName: textOf(form, "displayName"),
    objectId: textOf(form, "objectId"),
  };
  const password = randomSecret().slice(0, FIRST_PASSWORD_CHARACTERS);
  try {
    const scope = await requireTenantScope(tenant);
    const objectId = given.objectId.trim() || undefined;
    const user = await createUser(scope, { ...given, objectId, roles, password });
    revalidatePath(`/${tenant}/users`);
    return { made: { ...user, password } };
  } catch (error) {
    if (error instanceof NotSignedInError) {
      redirect(`/sign-in?${new URLSearchParams({ callbackUrl: `/${tenant}/users` })}`);
    }
    const told = error instanceof InvalidInputError || error instanceof ConflictError;
    if (told) return { problem: error.message, given: { ...given, roles } };
    throw error;
  }
}

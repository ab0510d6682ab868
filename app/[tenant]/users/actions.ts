"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { InvalidInputError } from "@/lib/model/errors";
import { isRole, type Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { deleteUser } from "@/lib/services/users/delete-user";
import { endUserSessions } from "@/lib/services/users/end-user-sessions";
import { grantRole } from "@/lib/services/users/grant-role";
import { inviteUser } from "@/lib/services/users/invite-user";
import { resetSecondFactor } from "@/lib/services/users/reset-second-factor";
import { revokeRole } from "@/lib/services/users/revoke-role";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { act, textOf } from "../act";

type Change = (scope: TenantScope, upn: string, form: FormData) => Promise<unknown>;

/** By the value of the pressed button. What was done is said on the page under the same word. */
const CHANGES: Readonly<Record<string, Change>> = {
  grant: (scope, upn, form) => grantRole(scope, { upn, role: roleOf(form) }),
  revoke: (scope, upn, form) => revokeRole(scope, { upn, role: roleOf(form) }),
  disable: (scope, upn) => setUserDisabled(scope, { upn, disabled: true }),
  enable: (scope, upn) => setUserDisabled(scope, { upn, disabled: false }),
  "end-sessions": (scope, upn) => endUserSessions(scope, { upn }),
  "reset-factor": (scope, upn) => resetSecondFactor(scope, { upn }),
  invite: (scope, upn, form) => inviteUser(scope, { upn, displayName: textOf(form, "displayName") }),
};

/** Changes the user that the form names, and goes back to their page. */
export async function changeUserAction(form: FormData): Promise<void> {
  const change = textOf(form, "change");
  const target = await act(form, `users/${encodeURIComponent(textOf(form, "userId"))}`, async (scope, path) => {
    const work = Object.hasOwn(CHANGES, change) ? CHANGES[change] : undefined;
    if (!work) throw new InvalidInputError({ change: "The form does not say what to change." });
    await work(scope, textOf(form, "upn"), form);
    return `${path}?done=${change}`;
  });
  revalidatePath(target.split("?")[0] ?? target);
  redirect(target);
}

export async function deleteUserAction(form: FormData): Promise<void> {
  const target = await act(form, `users/${encodeURIComponent(textOf(form, "userId"))}`, async (scope) => {
    const upn = textOf(form, "upn");
    await deleteUser(scope, { upn });
    return `/${textOf(form, "tenant")}/users?done=delete`;
  });
  revalidatePath(target.split("?")[0] ?? target);
  redirect(target);
}

function roleOf(form: FormData): Role {
  const role = textOf(form, "role");
  if (!isRole(role)) throw new InvalidInputError({ role: "The form does not name a role." });
  return role;
}

"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { ConflictError, InvalidInputError, NotSignedInError } from "@/lib/model/errors";
import { mapGroup } from "@/lib/services/scim/map-group";
import { createProvisioningToken, revokeProvisioningToken } from "@/lib/services/scim/tokens";
import { requireTenantScope } from "@/lib/web/current-session";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { act, textOf } from "../../act";

const PAGE = "settings/provisioning";

/** The answer to the form is the one place where a token is ever shown. */
export interface TokenFormState {
  message?: string;
  made?: { name: string; token: string };
  /** Given back, so that the form need not be filled in again. */
  name?: string;
}

export async function createTokenAction(_previous: TokenFormState, form: FormData): Promise<TokenFormState> {
  await requireSameOrigin();
  const [tenant, name, days] = [textOf(form, "tenant"), textOf(form, "name"), textOf(form, "secretDays")];
  const path = `/${tenant}/${PAGE}`;
  try {
    const input = { name, ...(days !== "" && { days: Number(days) }) };
    const { token } = await createProvisioningToken(await requireTenantScope(tenant), input);
    revalidatePath(path);
    return { made: { name, token } };
  } catch (error) {
    if (error instanceof NotSignedInError) redirect(`/sign-in?${new URLSearchParams({ callbackUrl: path })}`);
    if (error instanceof InvalidInputError || error instanceof ConflictError) return { message: error.message, name };
    throw error;
  }
}

export async function revokeTokenAction(form: FormData): Promise<void> {
  await finish(
    await act(form, PAGE, async (scope, path) => {
      await revokeProvisioningToken(scope, textOf(form, "id"));
      return `${path}?done=revoked`;
    }),
  );
}

export async function mapGroupAction(form: FormData): Promise<void> {
  await finish(
    await act(form, PAGE, async (scope, path) => {
      await mapGroup(scope, { id: textOf(form, "id"), role: textOf(form, "role") || null });
      return `${path}?done=mapped`;
    }),
  );
}

async function finish(target: string): Promise<never> {
  revalidatePath(target.split("?")[0] ?? target);
  redirect(target);
}

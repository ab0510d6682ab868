"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { ConflictError, InvalidInputError, NotFoundError, NotSignedInError } from "@/lib/model/errors";
import { CLIENT_PERMISSIONS } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { addClientSecret } from "@/lib/services/clients/add-client-secret";
import { type ClientCredentials, createClient } from "@/lib/services/clients/create-client";
import { revokeClient } from "@/lib/services/clients/revoke-client";
import { revokeClientSecret } from "@/lib/services/clients/revoke-client-secret";
import { requireTenantScope } from "@/lib/web/current-session";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { act, textOf } from "../act";

/** What a form is answered with that makes a secret: the answer is the one place where it is ever shown. */
export interface SecretFormState {
  message?: string;
  made?: ClientCredentials & { name: string };
  /** Given back, so that the form need not be filled in again. */
  name?: string;
  permissions?: readonly string[];
}

export async function createClientAction(_previous: SecretFormState, form: FormData): Promise<SecretFormState> {
  const name = textOf(form, "name");
  const permissions = CLIENT_PERMISSIONS.filter((permission) => form.getAll("permission").includes(permission));
  const made = await makeSecret(form, async (scope) => {
    return createClient(scope, { name, permissions, ...lifetimeOf(form) });
  });
  return "made" in made ? { made: { ...made.made, name } } : { ...made, name, permissions };
}

export async function addSecretAction(_previous: SecretFormState, form: FormData): Promise<SecretFormState> {
  const made = await makeSecret(form, async (scope) => {
    return addClientSecret(scope, { clientId: textOf(form, "clientId"), ...lifetimeOf(form) });
  });
  return "made" in made ? { made: { ...made.made, name: textOf(form, "name") } } : made;
}

/** Revokes a secret when the form names one, otherwise the client. */
export async function revokeAction(form: FormData): Promise<void> {
  const target = await act(form, "clients", async (scope, path) => {
    const [clientId, secretId] = [textOf(form, "clientId"), textOf(form, "secretId")];
    if (secretId) await revokeClientSecret(scope, { clientId, secretId });
    else await revokeClient(scope, { clientId });
    return `${path}?revoked=${secretId ? "secret" : "client"}`;
  });
  revalidatePath(target.split("?")[0] ?? target);
  redirect(target);
}

async function makeSecret(
  form: FormData,
  work: (scope: TenantScope) => Promise<ClientCredentials>,
): Promise<{ made: ClientCredentials } | { message: string }> {
  await requireSameOrigin();
  const tenant = textOf(form, "tenant");
  try {
    const made = await work(await requireTenantScope(tenant));
    revalidatePath(`/${tenant}/clients`);
    return { made };
  } catch (error) {
    if (error instanceof NotSignedInError) {
      redirect(`/sign-in?${new URLSearchParams({ callbackUrl: `/${tenant}/clients` })}`);
    }
    const told = error instanceof InvalidInputError || error instanceof ConflictError || error instanceof NotFoundError;
    if (told) return { message: error.message };
    throw error;
  }
}

/** Nothing chosen means never. */
function lifetimeOf(form: FormData): { secretDays?: number } {
  const days = textOf(form, "secretDays");
  return days === "" ? {} : { secretDays: Number(days) };
}

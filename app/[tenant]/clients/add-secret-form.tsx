"use client";

import { useActionState } from "react";
import { addSecretAction, type SecretFormState } from "./actions";
import { LifetimeField } from "./lifetime-field";
import { NewSecretNotice } from "./new-secret-notice";

interface AddSecretFormProps {
  tenant: string;
  clientId: string;
  name: string;
}

/** As {@link CreateClientForm}. The first secret stays good, so that programs can change over without a gap. */
export function AddSecretForm({ tenant, clientId, name }: AddSecretFormProps) {
  const [state, action, pending] = useActionState<SecretFormState, FormData>(addSecretAction, {});
  return (
    <>
      {state.made && <NewSecretNotice made={state.made} />}
      {state.message && (
        <p className="notice" data-tone="failure" role="alert">
          {state.message}
        </p>
      )}
      <form action={action} className="flex flex-wrap gap-2">
        <input name="tenant" type="hidden" value={tenant} />
        <input name="clientId" type="hidden" value={clientId} />
        <input name="name" type="hidden" value={name} />
        <LifetimeField />
        <button className="button" disabled={pending} type="submit">
          Add a secret
        </button>
      </form>
    </>
  );
}

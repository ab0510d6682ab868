"use client";

import { useActionState } from "react";
import { addSecretAction, type SecretFormState } from "./actions";
import { LifetimeField } from "./lifetime-field";
import { NewSecretNotice } from "./new-secret-notice";

interface AddSecretFormProps {
  tenant: string;
  clientId: string;
  name: string;
  /** It has as many secrets as it may have; the one that was made last is still to be shown. */
  full: boolean;
}

/** As {@link CreateClientForm}. The first secret stays good, so that programs can change over without a gap. */
export function AddSecretForm({ tenant, clientId, name, full }: AddSecretFormProps) {
  const [state, action, pending] = useActionState<SecretFormState, FormData>(addSecretAction, {});
  return (
    <>
      {state.made && <NewSecretNotice made={state.made} />}
      {state.message && (
        <p className="notice" data-tone="failure" role="alert">
          {state.message}
        </p>
      )}
      {full ? (
        <p className="text-muted text-sm">Two secrets are valid: revoke the old one when nothing uses it any more.</p>
      ) : (
        <form action={action} className="flex flex-wrap gap-2">
          <input name="tenant" type="hidden" value={tenant} />
          <input name="clientId" type="hidden" value={clientId} />
          <input name="name" type="hidden" value={name} />
          <LifetimeField />
          <button className="button" disabled={pending} type="submit">
            Add a secret
          </button>
        </form>
      )}
    </>
  );
}

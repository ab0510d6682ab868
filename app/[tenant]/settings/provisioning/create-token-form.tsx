"use client";

import { useActionState } from "react";
import { LifetimeField } from "../../clients/lifetime-field";
import { createTokenAction, type TokenFormState } from "./actions";
import { NewTokenNotice } from "./new-token-notice";

interface CreateTokenFormProps {
  tenant: string;
  /** As many as can be used at a time are there; the one that was made last is still to be shown. */
  full: boolean;
}

/** On the client only to show the token in place; posted without JavaScript it works the same. */
export function CreateTokenForm({ tenant, full }: CreateTokenFormProps) {
  const [state, action, pending] = useActionState<TokenFormState, FormData>(createTokenAction, {});
  return (
    <>
      {state.made && <NewTokenNotice made={state.made} />}
      {state.message && (
        <p className="notice" data-tone="failure" role="alert">
          {state.message}
        </p>
      )}
      {full ? (
        <p className="text-muted text-sm">
          Two tokens can be used: revoke the old one when the provider has the new one.
        </p>
      ) : (
        <form action={action} className="flex flex-wrap gap-2">
          <input name="tenant" type="hidden" value={tenant} />
          <label className="field grow">
            <span>Name</span>
            <input defaultValue={state.name} maxLength={128} name="name" placeholder="The identity provider" required />
          </label>
          <LifetimeField of="Token" />
          <button className="button button-primary" disabled={pending} type="submit">
            Create token
          </button>
        </form>
      )}
    </>
  );
}

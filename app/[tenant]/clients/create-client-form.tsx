"use client";

import { useActionState } from "react";
import { PERMISSION_EXPLANATIONS } from "@/lib/model/clients";
import { CLIENT_PERMISSIONS } from "@/lib/model/roles";
import { createClientAction, type SecretFormState } from "./actions";
import { LifetimeField } from "./lifetime-field";
import { NewSecretNotice } from "./new-secret-notice";

/** On the client only to show the secret in place; posted without JavaScript it works the same. */
export function CreateClientForm({ tenant }: { tenant: string }) {
  const [state, action, pending] = useActionState<SecretFormState, FormData>(createClientAction, {});
  return (
    <>
      {state.made && <NewSecretNotice made={state.made} />}
      <form action={action} className="record-card" id="new">
        <h2>New client</h2>
        {state.message && (
          <p className="notice" data-tone="failure" role="alert">
            {state.message}
          </p>
        )}
        <input name="tenant" type="hidden" value={tenant} />
        <div className="flex flex-wrap gap-2">
          <label className="field grow">
            <span>Name</span>
            <input defaultValue={state.name} maxLength={256} name="name" placeholder="What it is for" required />
          </label>
          <LifetimeField />
        </div>
        <fieldset className="grid gap-2 text-sm">
          <legend className="pb-1 font-medium">What it may do</legend>
          {CLIENT_PERMISSIONS.map((permission) => (
            <label className="flex items-baseline gap-2" key={permission}>
              <input
                className="checkbox translate-y-0.5"
                defaultChecked={state.permissions?.includes(permission)}
                name="permission"
                type="checkbox"
                value={permission}
              />
              <span>
                <span className="mono">{permission}</span>
                <span className="block text-muted">{PERMISSION_EXPLANATIONS[permission]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <div>
          <button className="button button-primary" disabled={pending} type="submit">
            Create client
          </button>
        </div>
      </form>
    </>
  );
}

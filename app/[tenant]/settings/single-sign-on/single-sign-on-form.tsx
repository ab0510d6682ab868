"use client";

import { useActionState } from "react";
import { type SingleSignOnFormState, saveAction } from "./actions";

interface SingleSignOnFormProps {
  tenant: string;
  settings: { issuer: string; clientId: string; createUsers: boolean; tested: string } | null;
}

/** On the client only to show the answer in place; posted without JavaScript it works the same. */
export function SingleSignOnForm({ tenant, settings }: SingleSignOnFormProps) {
  const [state, action, pending] = useActionState<SingleSignOnFormState, FormData>(saveAction, {});
  const shown = state.typed ?? settings;
  return (
    <form action={action} className="record-card">
      <h2>Provider</h2>
      {settings && <p className="text-muted text-sm">On. Last tested {settings.tested}.</p>}
      {state.message && (
        <p className="notice" data-tone="failure" role="alert">
          {state.message}
        </p>
      )}
      <input name="tenant" type="hidden" value={tenant} />
      <div className="grid max-w-[520px] gap-4" key={JSON.stringify(shown)}>
        <label className="stacked-field">
          <span>Issuer</span>
          <input
            defaultValue={shown?.issuer}
            inputMode="url"
            maxLength={500}
            name="issuer"
            placeholder="https://login.example.com"
            required
            spellCheck={false}
            type="text"
          />
        </label>
        <label className="stacked-field">
          <span>Client id</span>
          <input
            defaultValue={shown?.clientId}
            maxLength={300}
            name="clientId"
            required
            spellCheck={false}
            type="text"
          />
        </label>
        <label className="stacked-field">
          <span>Client secret{settings ? ", where it has changed" : ""}</span>
          <input autoComplete="off" maxLength={1000} name="clientSecret" required={!settings} type="password" />
        </label>
        <label className="flex items-start gap-2 text-sm">
          <input className="mt-1" defaultChecked={shown?.createUsers} name="createUsers" type="checkbox" value="1" />
          <span>
            Make an account, without any role, for whoever comes for the first time with a confirmed address of your
            domain. Otherwise only accounts that are connected under <em>My account</em> get in.
          </span>
        </label>
        <button className="button button-primary justify-self-start" disabled={pending} type="submit">
          {pending ? "Asking the provider…" : "Test and save"}
        </button>
      </div>
    </form>
  );
}

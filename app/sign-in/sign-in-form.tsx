"use client";

import { useActionState } from "react";
import { type SignInFormState, signInAction } from "./actions";

interface SignInFormProps {
  callbackUrl?: string;
  username?: string;
}

/** On the client only to show the answer in place; posted without JavaScript it works the same. */
export function SignInForm({ callbackUrl, username }: SignInFormProps) {
  const [state, action, pending] = useActionState<SignInFormState, FormData>(signInAction, {});
  return (
    <form action={action} className="grid gap-4">
      {state.message && (
        <p
          className="rounded-md border border-failure-line bg-failure-soft px-3 py-2.5 text-failure text-sm"
          role="alert"
        >
          {state.message}
        </p>
      )}
      {callbackUrl && <input name="callbackUrl" type="hidden" value={callbackUrl} />}
      <label className="stacked-field">
        <span>Email address</span>
        <input
          autoCapitalize="none"
          autoComplete="username"
          // biome-ignore lint/a11y/noAutofocus: the page has this one purpose, and nothing stands before the field.
          autoFocus={!username}
          defaultValue={state.username ?? username}
          inputMode="email"
          key={username}
          maxLength={320}
          name="username"
          required
          spellCheck={false}
          type="text"
        />
      </label>
      <label className="stacked-field">
        <span>Password</span>
        <input
          autoComplete="current-password"
          // biome-ignore lint/a11y/noAutofocus: see above; the address is already filled in.
          autoFocus={Boolean(username)}
          maxLength={1024}
          name="password"
          required
          type="password"
        />
      </label>
      <button className="button button-primary h-10 text-base" disabled={pending} type="submit">
        {pending ? "Signing in…" : "Sign in"}
      </button>
    </form>
  );
}

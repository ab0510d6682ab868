"use client";

import { useActionState } from "react";
import { type SetPasswordState, setPasswordAction } from "./actions";

/** On the client only to show the answer in place; posted without JavaScript it works the same. */
export function SetPasswordForm({ token, upn }: { token: string; upn: string }) {
  const [state, action, pending] = useActionState<SetPasswordState, FormData>(setPasswordAction, {});
  return (
    <form action={action} className="grid gap-4">
      {state.message && (
        <p className="notice" data-tone="failure" role="alert">
          {state.message}
        </p>
      )}
      <input name="token" type="hidden" value={token} />
      <input autoComplete="username" name="username" readOnly type="hidden" value={upn} />
      <label className="stacked-field">
        <span>New password</span>
        <input autoComplete="new-password" maxLength={256} name="password" required type="password" />
      </label>
      <p className="text-muted text-xs">
        At least 12 characters, and nothing that others would try first, such as names. A few words that do not belong
        together make a good one.
      </p>
      <label className="stacked-field">
        <span>New password again</span>
        <input autoComplete="new-password" maxLength={256} name="repeated" required type="password" />
      </label>
      <button className="button button-primary h-10 text-base" disabled={pending} type="submit">
        Set the password
      </button>
    </form>
  );
}

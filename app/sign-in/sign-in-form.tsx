"use client";

import { useActionState } from "react";
import { type SignInFormState, signInAction } from "./actions";

interface SignInFormProps {
  callbackUrl?: string;
  /** The page follows on a new password: said until the form has an answer of its own. */
  passwordIsSet?: boolean;
  username?: string;
}

/**
 * Password first, then the code where the account needs one. On the client only to show the answer in place; posted
 * without JavaScript it works the same.
 */
export function SignInForm({ callbackUrl, passwordIsSet, username }: SignInFormProps) {
  const [state, action, pending] = useActionState<SignInFormState, FormData>(signInAction, {});
  return (
    <form action={action} className="grid gap-4">
      {passwordIsSet && !state.message && (
        <p className="notice" role="status">
          Your password is set. Sign in with it now.
        </p>
      )}
      {state.message &&
        (state.asking ? (
          <p className="text-muted text-sm" role="status">
            {state.message}
          </p>
        ) : (
          <p
            className="rounded-md border border-failure-line bg-failure-soft px-3 py-2.5 text-failure text-sm"
            role="alert"
          >
            {state.message}
          </p>
        ))}
      {callbackUrl && <input name="callbackUrl" type="hidden" value={callbackUrl} />}
      {state.pending ? (
        <CodeField pending={state.pending} username={state.username} />
      ) : (
        <PasswordFields typed={state.username} username={username} />
      )}
      <button className="button button-primary h-10 text-base" disabled={pending} type="submit">
        {pending ? "Signing in…" : "Sign in"}
      </button>
      {!state.pending && (
        <button className="button h-10" disabled={pending} formNoValidate name="organisation" type="submit" value="1">
          Continue with your organisation
        </button>
      )}
      {state.pending ? (
        <a className="text-center text-link text-sm" href={startAgain(callbackUrl)}>
          Start again with another account
        </a>
      ) : (
        <a className="text-center text-link text-sm" href="/sign-in/forgotten">
          Forgotten your password?
        </a>
      )}
    </form>
  );
}

function PasswordFields({ username, typed }: { username?: string; typed?: string }) {
  return (
    <>
      <label className="stacked-field">
        <span>Email address</span>
        <input
          autoCapitalize="none"
          autoComplete="username"
          // biome-ignore lint/a11y/noAutofocus: the page has this one purpose, and nothing stands before the field.
          autoFocus={!username}
          defaultValue={typed ?? username}
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
    </>
  );
}

function CodeField({ pending, username }: { pending: string; username?: string }) {
  return (
    <>
      <input name="pending" type="hidden" value={pending} />
      <input name="username" type="hidden" value={username} />
      <label className="stacked-field">
        <span>One-time code</span>
        <input
          autoCapitalize="none"
          autoComplete="one-time-code"
          // biome-ignore lint/a11y/noAutofocus: nothing else is asked for here.
          autoFocus
          className="mono"
          inputMode="text"
          key={pending}
          maxLength={64}
          name="code"
          required
          spellCheck={false}
          type="text"
        />
      </label>
    </>
  );
}

function startAgain(callbackUrl: string | undefined): string {
  return callbackUrl ? `/sign-in?${new URLSearchParams({ callbackUrl })}` : "/sign-in";
}

"use client";

import { useActionState } from "react";
import { type CodesFormState, confirmCodesAction } from "./actions";

/** On the client only to show the recovery codes in the answer; posted without JavaScript it works the same. */
export function ConfirmCodesForm({ offer }: { offer: string | undefined }) {
  const [state, action, pending] = useActionState<CodesFormState, FormData>(confirmCodesAction, {});
  if (state.recoveryCodes) return <RecoveryCodes codes={state.recoveryCodes} />;
  const problem = state.message && (
    <p className="notice" data-tone="failure" role="alert">
      {state.message}
    </p>
  );
  if (!offer) return problem || null;
  return (
    <form action={action} className="grid max-w-[400px] gap-4">
      {problem}
      <input name="offer" type="hidden" value={offer} />
      <label className="stacked-field">
        <span>2. The code that the app shows now</span>
        <input
          autoComplete="one-time-code"
          className="mono"
          inputMode="numeric"
          maxLength={10}
          name="code"
          required
          type="text"
        />
      </label>
      <label className="stacked-field">
        <span>3. Your password</span>
        <input autoComplete="current-password" maxLength={256} name="password" required type="password" />
      </label>
      <button className="button button-primary justify-self-start" disabled={pending} type="submit">
        Turn on one-time codes
      </button>
    </form>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  return (
    <section aria-label="Recovery codes" className="notice" data-tone="warning" role="status">
      <div className="grid gap-2">
        <p>
          One-time codes are on. These recovery codes are shown <strong>this once</strong>: keep them where you find
          them without your phone. Each lets you in one time, in place of a code.
        </p>
        <ul className="grid grid-cols-2 gap-x-6 gap-y-1 max-[480px]:grid-cols-1">
          {codes.map((code) => (
            <li key={code}>
              <code className="mono select-all">{code}</code>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

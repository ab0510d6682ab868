import { changePasswordAction } from "./actions";

interface PasswordFormProps {
  hasPassword: boolean;
  tenantName: string;
  /** For password managers, which keep name and password together. */
  upn: string;
}

/** Works without JavaScript. */
export function PasswordForm({ hasPassword, tenantName, upn }: PasswordFormProps) {
  return (
    <section aria-labelledby="password" className="own-card">
      <h2 id="password">Password</h2>
      {hasPassword ? (
        <form action={changePasswordAction} className="grid max-w-[400px] gap-4">
          <input autoComplete="username" name="username" readOnly type="hidden" value={upn} />
          <Field autoComplete="current-password" label="Current password" name="current" />
          <Field autoComplete="new-password" label="New password" name="password" />
          <p className="text-muted text-xs">
            At least 12 characters, and nothing that others would try first, such as names. A few words that do not
            belong together make a good one. Every other browser is signed out.
          </p>
          <Field autoComplete="new-password" label="New password again" name="repeated" />
          <button className="button justify-self-start" type="submit">
            Change password
          </button>
        </form>
      ) : (
        <p className="text-muted text-sm">
          You sign in through {tenantName}: there is no password here that could be changed or stolen.
        </p>
      )}
    </section>
  );
}

function Field({ label, name, autoComplete }: { label: string; name: string; autoComplete: string }) {
  return (
    <label className="stacked-field">
      <span>{label}</span>
      <input autoComplete={autoComplete} maxLength={256} name={name} required type="password" />
    </label>
  );
}

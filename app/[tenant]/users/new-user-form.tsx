"use client";

import { useActionState } from "react";
import { ROLE_LABELS, ROLES } from "@/lib/model/roles";
import { type NewUserState, newUserAction } from "./new-user-action";

/** On the client only to show the password in place; posted without JavaScript it works the same. */
export function NewUserForm({ tenant }: { tenant: string }) {
  const [state, action, pending] = useActionState<NewUserState, FormData>(newUserAction, {});
  const { made, problem, given } = state;
  return (
    <>
      {made && <FirstPassword made={made} tenant={tenant} />}
      <form action={action} className="record-card" id="new">
        <h2>New user with a first password</h2>
        {problem && (
          <p className="notice" data-tone="failure" role="alert">
            {problem}
          </p>
        )}
        <input name="tenant" type="hidden" value={tenant} />
        <div className="flex flex-wrap gap-2">
          <label className="field grow basis-60">
            <span>User name</span>
            <input
              autoComplete="off"
              defaultValue={given?.upn}
              maxLength={320}
              name="upn"
              placeholder="name@domain"
              required
              spellCheck={false}
            />
          </label>
          <label className="field grow basis-60">
            <span>Name</span>
            <input autoComplete="off" defaultValue={given?.displayName} maxLength={256} name="displayName" required />
          </label>
          <label className="field grow basis-60">
            <span>Object id</span>
            <input
              autoComplete="off"
              defaultValue={given?.objectId}
              maxLength={128}
              name="objectId"
              placeholder="Their id at the identity provider, if known"
              spellCheck={false}
            />
          </label>
        </div>
        <fieldset className="text-sm">
          <legend className="pb-1 font-medium">Roles</legend>
          <div className="flex flex-wrap gap-x-4 gap-y-2">
            {ROLES.map((role) => (
              <label className="flex items-center gap-2" key={role}>
                <input
                  className="checkbox"
                  defaultChecked={given?.roles.includes(role)}
                  name="role"
                  type="checkbox"
                  value={role}
                />
                {ROLE_LABELS[role]}
              </label>
            ))}
          </div>
        </fieldset>
        <p className="text-muted text-sm">
          The account gets a random first password, which is shown to you once. What the roles allow stands below.
        </p>
        <div>
          <button className="button button-primary" disabled={pending} type="submit">
            Create user
          </button>
        </div>
      </form>
    </>
  );
}

/** The one time that the password is shown. */
function FirstPassword({ made, tenant }: { made: NonNullable<NewUserState["made"]>; tenant: string }) {
  return (
    <section aria-label={`First password of ${made.upn}`} className="notice" data-tone="warning" role="status">
      <div className="grid min-w-0 flex-1 gap-2">
        <p>
          <a className="text-link" href={`/${tenant}/users/${made.userId}`}>
            {made.upn}
          </a>{" "}
          can sign in now. The password is shown this once; hand it over by a way that only they read.
        </p>
        <p>
          <code className="mono select-all break-all">{made.password}</code>{" "}
          <button aria-label="Copy password" className="button copy-link" data-copy={made.password} type="button">
            <span className="todo">Copy</span>
            <span className="done">Copied</span>
          </button>
        </p>
      </div>
    </section>
  );
}

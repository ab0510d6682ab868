"use client";

import { useActionState } from "react";
import { ROLE_LABELS, ROLES, roleAllows } from "@/lib/model/roles";
import { type InviteFormState, inviteUserAction } from "./invite-action";

/** On the client only to keep what was typed where something is wrong; posted without JavaScript it works the same. */
export function InviteForm({ tenant }: { tenant: string }) {
  const [state, action, pending] = useActionState<InviteFormState, FormData>(inviteUserAction, {});
  return (
    <form action={action} className="record-card" id="invite">
      <h2>Invite a user</h2>
      {state.done && (
        <p className="notice" role="status">
          {state.done}
        </p>
      )}
      {state.problem && (
        <p className="notice" data-tone="failure" role="alert">
          {state.problem}
        </p>
      )}
      <p className="text-muted text-sm">
        They get a mail with a link, good for seven days, to set their password. Whoever has not set one yet can be
        invited again; the link before is void then.
      </p>
      <input name="tenant" type="hidden" value={tenant} />
      <div className="flex flex-wrap gap-2">
        <label className="field grow">
          <span>User name</span>
          <input
            autoComplete="off"
            defaultValue={state.upn}
            key={state.upn}
            maxLength={320}
            name="upn"
            placeholder="name@domain"
            required
            type="email"
          />
        </label>
        <label className="field grow">
          <span>Name</span>
          <input
            autoComplete="off"
            defaultValue={state.displayName}
            key={state.displayName}
            maxLength={256}
            name="displayName"
            required
          />
        </label>
      </div>
      <fieldset className="grid gap-2 text-sm">
        <legend className="pb-1 font-medium">Roles</legend>
        {ROLES.map((role) => (
          <label className="flex items-baseline gap-2" key={role}>
            <input
              className="checkbox translate-y-0.5"
              defaultChecked={state.roles?.includes(role)}
              name="role"
              type="checkbox"
              value={role}
            />
            <span>
              {ROLE_LABELS[role]}
              <span className="block text-muted">May {roleAllows(role).join("; ")}.</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div>
        <button className="button button-primary" disabled={pending} type="submit">
          Send invitation
        </button>
      </div>
    </form>
  );
}

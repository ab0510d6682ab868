import type { UserDetail } from "@/lib/model/users";
import { deleteUserAction } from "../actions";
import { ChangeForm } from "./change-form";

interface AccountActionsProps {
  tenant: string;
  user: UserDetail;
  isSelf: boolean;
  confirm: string | undefined;
}

/** What can be done to the account itself; what cannot be taken back at once takes a second step. */
export function AccountActions({ tenant, user, isSelf, confirm }: AccountActionsProps) {
  const path = `/${tenant}/users/${user.userId}`;
  const common = { tenant, user, cancelHref: path };
  const { liveSessions: sessions, disabledAt, displayName } = user;
  return (
    <section className="record-card">
      <h2>Account</h2>
      {confirm === "disable" && (
        <ChangeForm {...common} change="disable" label={`Disable ${displayName}`}>
          {isSelf
            ? "You are signed out at once and cannot sign in again"
            : "They are signed out at once and cannot sign in"}{" "}
          until a Global Administrator enables the account. Their sign-ins stay in the log.
        </ChangeForm>
      )}
      {confirm === "reset-factor" && (
        <ChangeForm {...common} change="reset-factor" label={`Reset the second factor of ${displayName}`}>
          The password alone opens the account then, until they set up one-time codes again. Do this only for somebody
          whom you have recognised.
        </ChangeForm>
      )}
      {confirm === "delete" && (
        <ChangeForm {...common} action={deleteUserAction} change="delete" label={`Delete ${displayName}`}>
          The account, its roles and its own views are gone for good{isSelf ? ", and you are signed out" : ""}. Their
          sign-ins stay in the log, and what they did stays in the audit log.
        </ChangeForm>
      )}
      <p className="text-muted text-sm">
        {sessions === 0
          ? "No browser is signed in."
          : sessions === 1
            ? "1 browser is signed in."
            : `${sessions} browsers are signed in.`}
      </p>
      <div className="flex flex-wrap gap-2">
        {sessions > 0 && <ChangeForm change="end-sessions" label="Sign out everywhere" tenant={tenant} user={user} />}
        {user.hasSecondFactor && (
          <a className="button" href={`${path}?confirm=reset-factor`}>
            Reset second factor
          </a>
        )}
        {!user.hasPassword && !disabledAt && (
          <ChangeForm
            change="invite"
            fields={{ displayName }}
            label="Send invitation again"
            tenant={tenant}
            user={user}
          />
        )}
        {disabledAt ? (
          <ChangeForm change="enable" label="Enable account" tenant={tenant} user={user} />
        ) : (
          <a className="button" href={`${path}?confirm=disable`}>
            Disable account
          </a>
        )}
        <a className="button" href={`${path}?confirm=delete`}>
          Delete account
        </a>
      </div>
    </section>
  );
}

import type { Metadata } from "next";
import { answerPage } from "@/app/_components/answer-page";
import { FormDone } from "@/app/_components/form-done";
import { FormProblem } from "@/app/_components/form-problem";
import { Icon } from "@/app/_components/icon";
import { USER_STATES, type UserDetail } from "@/lib/model/users";
import { getUser } from "@/lib/services/users/get-user";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import { oneValueOf, type PageSearch } from "@/lib/web/search-params";
import type { ShownZone } from "@/lib/web/zone";
import { currentZone } from "@/lib/web/zone-of-request";
import { zoned } from "@/lib/web/zoned";
import { signInsHref } from "../sign-ins-href";
import { AccountActions } from "./account-actions";
import { RoleForms } from "./role-forms";

export const metadata: Metadata = { title: "User" };

interface PageProps {
  params: Promise<{ tenant: string; userId: string }>;
  searchParams: Promise<PageSearch>;
}

export default function UserPage(props: PageProps) {
  return answerPage("The user could not be read", () => userPage(props));
}

async function userPage({ params, searchParams }: PageProps) {
  const { tenant, userId } = await params;
  const search = await searchParams;
  const one = oneValueOf(search);
  const path = `/${tenant}/users/${userId}`;
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, path));
  const zone = await currentZone(one("tz") ?? null);
  const user = await getUser(scope, userId);
  const isSelf = scope.actor.kind === "user" && scope.actor.id === user.userId;
  return (
    <div className="records-page">
      <header>
        <p className="text-sm">
          <a href={`/${tenant}/users`}>Users</a>
        </p>
        <h1 className="wrap-anywhere">
          {user.displayName} {user.disabledAt && <span className="badge">{USER_STATES.disabled}</span>}
        </h1>
        <p className="break-all text-muted text-sm">{user.upn}</p>
      </header>
      <FormProblem told={one("problem")} />
      <FormDone told={one("done")} words={DONE} />
      <Facts tenant={tenant} user={user} zone={zone} />
      <RoleForms confirm={one("confirm")} isSelf={isSelf} tenant={tenant} user={user} />
      <AccountActions confirm={one("confirm")} isSelf={isSelf} tenant={tenant} user={user} />
    </div>
  );
}

const DONE: Readonly<Record<string, string>> = {
  grant: "The role is granted. It counts from their next request on.",
  revoke: "The role is revoked. It is gone from their next request on.",
  disable: "The account is disabled and signed out everywhere.",
  enable: "The account is enabled. They can sign in again.",
  "end-sessions": "They are signed out everywhere.",
  "reset-factor": "The second factor is reset. They can set it up again when they are signed in.",
  invite: "They get a mail with a link to set their password.",
};

function Facts({ user, tenant, zone }: { user: UserDetail; tenant: string; zone: ShownZone }) {
  const { createdAt, disabledAt, lastSignInAt, objectId, hasPassword } = user;
  return (
    <section className="record-card">
      <dl className="record-facts">
        <dt>Account</dt>
        <dd>{disabledAt ? `Disabled since ${zoned(disabledAt, zone)}` : "Enabled"}</dd>
        <dt>Created</dt>
        <dd>{zoned(createdAt, zone)}</dd>
        <dt>Last sign-in here</dt>
        <dd>{lastSignInAt ? zoned(lastSignInAt, zone) : "None recorded"}</dd>
        <dt>Password</dt>
        <dd>{hasPassword ? "Set" : "None: it cannot be signed in to with one"}</dd>
        <dt>One-time codes</dt>
        <dd>{user.hasSecondFactor ? "Asked for at each sign-in with the password" : "Not set up"}</dd>
        <dt>Object id</dt>
        <dd>
          {objectId ? (
            <span className="mono">{objectId}</span>
          ) : (
            <span className="text-muted">Not linked to an identity: own sign-ins are found by the user name</span>
          )}
        </dd>
      </dl>
      <p className="flex flex-wrap gap-2">
        <a className="button" href={signInsHref(tenant, user)}>
          <Icon name="person" />
          Their sign-ins
        </a>
        <a className="button" href={`/${tenant}/audit?${new URLSearchParams({ target: user.upn })}`}>
          <Icon name="pencil" />
          Changes to this account
        </a>
      </p>
    </section>
  );
}

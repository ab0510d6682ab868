import { ROLE_LABELS, ROLES, type Role, roleAllows } from "@/lib/model/roles";
import type { UserDetail } from "@/lib/model/users";
import { ChangeForm } from "./change-form";

interface RoleFormsProps {
  tenant: string;
  user: UserDetail;
  isSelf: boolean;
  /** What was asked for and is to be confirmed. */
  confirm: string | undefined;
}

/** Each role with what it allows, and the button that gives or takes it. */
export function RoleForms({ tenant, user, isSelf, confirm }: RoleFormsProps) {
  const path = `/${tenant}/users/${user.userId}`;
  return (
    <section className="record-card">
      <h2>Roles</h2>
      {confirm === "revoke" && (
        <ChangeForm
          cancelHref={path}
          change="revoke"
          fields={{ role: "global-administrator" }}
          label={`Revoke ${ROLE_LABELS["global-administrator"]}`}
          tenant={tenant}
          user={user}
        >
          {isSelf
            ? "You would no longer manage users, roles, API clients and settings, and could not give yourself the role again."
            : `${user.displayName} would no longer manage users, roles, API clients and settings.`}
        </ChangeForm>
      )}
      <ul className="role-list">
        {ROLES.map((role) => (
          <li data-role={role} key={role}>
            <div className="min-w-0">
              <p className="font-medium">
                {ROLE_LABELS[role]} {user.roles.includes(role) && <span className="badge">Granted</span>}
              </p>
              <p className="text-muted">May {roleAllows(role).join("; ")}.</p>
            </div>
            <RoleButton path={path} role={role} tenant={tenant} user={user} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RoleButton({ role, user, tenant, path }: { role: Role; user: UserDetail; tenant: string; path: string }) {
  const label = ROLE_LABELS[role];
  const holds = user.roles.includes(role);
  if (holds && role === "global-administrator") {
    return (
      <a aria-label={`Revoke ${label}`} className="button" href={`${path}?confirm=revoke`}>
        Revoke
      </a>
    );
  }
  return (
    <ChangeForm
      ariaLabel={`${holds ? "Revoke" : "Grant"} ${label}`}
      change={holds ? "revoke" : "grant"}
      fields={{ role }}
      label={holds ? "Revoke" : "Grant"}
      tenant={tenant}
      user={user}
    />
  );
}

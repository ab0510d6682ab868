import { ROLE_LABELS } from "@/lib/model/roles";
import { USER_STATES, type UserView } from "@/lib/model/users";
import type { ShownZone } from "@/lib/web/zone";
import { zoned } from "@/lib/web/zoned";
import { signInsHref } from "./sign-ins-href";

interface UserTableProps {
  tenant: string;
  users: readonly UserView[];
  zone: ShownZone;
}

export function UserTable({ tenant, users, zone }: UserTableProps) {
  return (
    <div className="record-card">
      <table className="record-table">
        <caption className="sr-only">Users, by name</caption>
        <thead>
          <tr>
            <th scope="col">User</th>
            <th scope="col">Roles</th>
            <th scope="col">Account</th>
            <th scope="col">Last sign-in here</th>
            <th scope="col">
              <span className="sr-only">Their sign-ins</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr data-user-id={user.userId} key={user.userId}>
              <td>
                <a className="wrap-anywhere font-medium text-link" href={`/${tenant}/users/${user.userId}`}>
                  {user.displayName}
                </a>
                <span className="block break-all text-muted">{user.upn}</span>
              </td>
              <td data-label="Roles">
                {user.roles.map((role) => ROLE_LABELS[role]).join(", ") || <span className="text-faint">None</span>}
              </td>
              <td data-label="Account">
                {user.disabledAt ? <span className="badge">{USER_STATES.disabled}</span> : USER_STATES.enabled}
              </td>
              <td data-label="Last sign-in here">
                {user.lastSignInAt ? zoned(user.lastSignInAt, zone) : <span className="text-faint">None recorded</span>}
              </td>
              <td>
                <a className="text-link" href={signInsHref(tenant, user)}>
                  Sign-ins<span className="sr-only"> of {user.displayName}</span>
                </a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How the audit log tells of a change to a user. */
import type { UserRow } from "@/db/queries/users";
import type { AuditActivity, AuditChange } from "@/lib/model/audit";
import { ROLE_LABELS, ROLES, type Role } from "@/lib/model/roles";

type Target = Pick<UserRow, "userId" | "upn">;

export function userActivity(
  activity: string,
  { userId, upn }: Target,
  changes: readonly AuditChange[] = [],
): AuditActivity {
  return { activity, category: "UserManagement", target: { type: "User", id: userId, name: upn }, changes };
}

export function roleActivity(
  activity: string,
  { userId, upn }: Target,
  { before, after }: { before: readonly Role[]; after: readonly Role[] },
): AuditActivity {
  return {
    ...{ activity, category: "RoleManagement", target: { type: "User", id: userId, name: upn } },
    changes: [{ property: "Roles", before: rolesText(before), after: rolesText(after) }],
  };
}

/** In the order of the product; null where there is none. */
export function rolesText(roles: readonly Role[]): string | null {
  return ROLES.flatMap((role) => (roles.includes(role) ? [ROLE_LABELS[role]] : [])).join(", ") || null;
}

/** Of a user who may sign in or may not. */
export function accountStateText(disabledAt: Date | null): string {
  return disabledAt ? "Disabled" : "Enabled";
}

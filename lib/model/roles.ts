/** Who may do what inside a tenant: the permission table of the product, written once. */

export const ROLES = [
  "global-administrator",
  "global-reader",
  "security-administrator",
  "security-reader",
  "reports-reader",
] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_LABELS: Record<Role, string> = {
  "global-administrator": "Global Administrator",
  "global-reader": "Global Reader",
  "security-administrator": "Security Administrator",
  "security-reader": "Security Reader",
  "reports-reader": "Reports Reader",
};

export type Permission =
  | "logs:read"
  /** See the conditional-access policies inside a record. */
  | "policies:read"
  | "signIns:flag"
  /** Send sign-in events. */
  | "signIns:write"
  /** Users, roles, API clients, settings. */
  | "tenant:manage"
  /** Enter, change and disable users and groups: an identity provider's, and no role's. */
  | "users:provision";

export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  "global-administrator": ["logs:read", "policies:read", "signIns:flag", "tenant:manage"],
  "global-reader": ["logs:read", "policies:read"],
  "security-administrator": ["logs:read", "policies:read", "signIns:flag"],
  "security-reader": ["logs:read", "policies:read"],
  "reports-reader": ["logs:read"],
};

/** What a permission lets somebody do, for the pages that give roles. */
const PERMISSION_WORDS: Record<Permission, string> = {
  "logs:read": "read and export the sign-in, audit and provisioning logs",
  "policies:read": "see the conditional-access policies inside a sign-in",
  "signIns:flag": "flag a sign-in as compromised or safe",
  "signIns:write": "send sign-in events",
  "tenant:manage": "manage users, roles, API clients and settings",
  "users:provision": "enter, change and disable users and groups",
};

/** What a role allows, in words, one permission each. */
export function roleAllows(role: Role): string[] {
  return ROLE_PERMISSIONS[role].map((permission) => PERMISSION_WORDS[permission]);
}

export function isRole(word: string): word is Role {
  return (ROLES as readonly string[]).includes(word);
}

export const CLIENT_PERMISSIONS = [
  "AuditLog.Read.All",
  "Policy.Read.All",
  "IdentityRiskEvent.ReadWrite.All",
  "SignInEvents.Write",
] as const;
export type ClientPermission = (typeof CLIENT_PERMISSIONS)[number];

/** What a permission granted to an API client allows. */
export const CLIENT_PERMISSION_GRANTS: Record<ClientPermission, Permission> = {
  "AuditLog.Read.All": "logs:read",
  "Policy.Read.All": "policies:read",
  // What the field asks for before a program may call a sign-in compromised or safe.
  "IdentityRiskEvent.ReadWrite.All": "signIns:flag",
  "SignInEvents.Write": "signIns:write",
};

/** The union of what the given roles allow. */
export function permissionsOfRoles(roles: readonly Role[]): ReadonlySet<Permission> {
  return new Set(roles.flatMap((role) => ROLE_PERMISSIONS[role]));
}

/** The roles, by label, that carry a permission: for the page that says whom to ask. */
export function rolesWithPermission(permission: Permission): string[] {
  return ROLES.filter((role) => ROLE_PERMISSIONS[role].includes(permission)).map((role) => ROLE_LABELS[role]);
}

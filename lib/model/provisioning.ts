/** What an identity provider may do in a tenant, and what administrators see of it. */
import { ROLE_LABELS, ROLES, type Role } from "./roles";

/** A provider can make nobody a Global Administrator: that stays in the hands of those who are. */
export type GroupRole = Exclude<Role, "global-administrator">;
export const GROUP_ROLES = ROLES.filter((role): role is GroupRole => role !== "global-administrator");

/** Two at a time, so that one can be exchanged without a gap. */
export const PROVISIONING_TOKENS_AT_A_TIME = 2;

export interface ProvisioningTokenView {
  id: string;
  name: string;
  /** Its first characters. */
  hint: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  state: "valid" | "revoked" | "expired";
}

export interface ProvisionedGroupView {
  id: string;
  displayName: string;
  role: GroupRole | null;
  members: number;
}

/** The role that a group's name names: `Security Reader`, `security-reader`, `Signbook Security Reader`. */
export function roleOfGroupName(name: string): GroupRole | null {
  const bare = name
    .trim()
    .toLowerCase()
    .replace(/^signbook[\s:_-]+/, "")
    .replace(/[\s_-]+/g, " ");
  return (
    GROUP_ROLES.find((role) => [role.replaceAll("-", " "), ROLE_LABELS[role].toLowerCase()].includes(bare)) ?? null
  );
}

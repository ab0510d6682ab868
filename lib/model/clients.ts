/** API clients as administrators see them, and the rules of their secrets. */
import type { ClientPermission } from "./roles";

/** Two, so that a new secret can be put in place while the old one still works. */
export const SECRETS_AT_A_TIME = 2;

/** How long a secret may be chosen to live, days. */
export const SECRET_LIFETIMES = [30, 90, 180, 365, 730] as const;
export const USUAL_SECRET_LIFETIME = 180;

export const PERMISSION_EXPLANATIONS: Record<ClientPermission, string> = {
  "AuditLog.Read.All": "Read sign-ins, audits and provisioning records over the reporting API.",
  "Policy.Read.All": "Also see the conditional-access policies inside sign-ins.",
  "IdentityRiskEvent.ReadWrite.All": "Mark sign-ins as compromised or safe; also needs AuditLog.Read.All.",
  "SignInEvents.Write": "Send sign-ins, audits and provisioning records.",
};

export interface ClientSecretView {
  id: string;
  /** Its first characters, to tell one from another. Null of those made before these were kept. */
  hint: string | null;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  /** To about the minute. */
  lastUsedAt: Date | null;
  state: "valid" | "expired" | "revoked";
}

export interface ClientView {
  clientId: string;
  name: string;
  permissions: readonly ClientPermission[];
  createdAt: Date;
  revokedAt: Date | null;
  /** To the minute. */
  lastUsedAt: Date | null;
  /** Newest first; those revoked or expired too. */
  secrets: readonly ClientSecretView[];
}

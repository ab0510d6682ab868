import { bigint, boolean, customType, integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A sign-in to Signbook itself, until it is in the tenant's log. Removed when it is, and not before. */
export const pendingSignIns = pgTable(
  "pending_sign_ins",
  {
    tenantId: uuid("tenant_id").notNull(),
    pendingId: uuid("pending_id").notNull(),
    /** Not brought into the log before: attempts of one minute may still be counted together. */
    dueAt: at("due_at").notNull(),
    repeats: integer("repeats").notNull(),
    record: text("record").notNull(),
  },
  (table) => [primaryKey({ name: "pending_sign_ins_pk", columns: [table.tenantId, table.pendingId] })],
);

/** One-time codes of a user. The secret is encrypted; it counts from its confirmation on; `last_step` only grows. */
export const secondFactors = pgTable(
  "second_factors",
  {
    tenantId: uuid("tenant_id").notNull(),
    userId: uuid("user_id").notNull(),
    secretEncrypted: bytea("secret_encrypted").notNull(),
    createdAt: at("created_at").notNull(),
    confirmedAt: at("confirmed_at"),
    lastStep: bigint("last_step", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ name: "second_factors_pk", columns: [table.tenantId, table.userId] })],
);

/** A recovery code that has not been used yet, as a hash. */
export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    tenantId: uuid("tenant_id").notNull(),
    userId: uuid("user_id").notNull(),
    codeHash: bytea("code_hash").notNull(),
  },
  (table) => [primaryKey({ name: "recovery_codes_pk", columns: [table.tenantId, table.userId, table.codeHash] })],
);

/** A browser in which the user has signed in before. The cookie holds the secret, this row its hash. */
export const knownDevices = pgTable(
  "known_devices",
  {
    tenantId: uuid("tenant_id").notNull(),
    userId: uuid("user_id").notNull(),
    deviceHash: bytea("device_hash").notNull(),
    createdAt: at("created_at").notNull(),
    lastUsedAt: at("last_used_at").notNull(),
  },
  (table) => [primaryKey({ name: "known_devices_pk", columns: [table.tenantId, table.userId, table.deviceHash] })],
);

/** A link sent by mail by which somebody sets a password, once. What the link holds beside the id is derived from it. */
export const passwordLinks = pgTable(
  "password_links",
  {
    tenantId: uuid("tenant_id").notNull(),
    linkId: uuid("link_id").notNull(),
    userId: uuid("user_id").notNull(),
    purpose: text("purpose").$type<"invitation" | "forgotten">().notNull(),
    /** Who invites, as the mail names them. */
    invitedBy: text("invited_by"),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    usedAt: at("used_at"),
    /** When its mail is to be sent (again); null when it has been sent or given up. */
    mailDueAt: at("mail_due_at"),
    mailAttempts: integer("mail_attempts").notNull(),
    mailedAt: at("mailed_at"),
    mailFailure: text("mail_failure"),
  },
  (table) => [primaryKey({ name: "password_links_pk", columns: [table.tenantId, table.linkId] })],
);

/** A tenant's own identity provider. */
export const singleSignOn = pgTable("single_sign_on", {
  tenantId: uuid("tenant_id").primaryKey(),
  issuer: text("issuer").notNull(),
  clientId: text("client_id").notNull(),
  clientSecretEncrypted: bytea("client_secret_encrypted").notNull(),
  /** Whether somebody whom the provider knows, and we do not, gets an account. */
  createUsers: boolean("create_users").notNull(),
  testedAt: at("tested_at").notNull(),
});

/** Whose account a provider's subject is. */
export const ssoIdentities = pgTable(
  "sso_identities",
  {
    tenantId: uuid("tenant_id").notNull(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    userId: uuid("user_id").notNull(),
    createdAt: at("created_at").notNull(),
  },
  (table) => [primaryKey({ name: "sso_identities_pk", columns: [table.tenantId, table.issuer, table.subject] })],
);

/** A person on the way to the provider and back, once. */
export const ssoStates = pgTable(
  "sso_states",
  {
    tenantId: uuid("tenant_id").notNull(),
    stateHash: bytea("state_hash").notNull(),
    sealed: bytea("sealed").notNull(),
    expiresAt: at("expires_at").notNull(),
  },
  (table) => [primaryKey({ name: "sso_states_pk", columns: [table.tenantId, table.stateHash] })],
);

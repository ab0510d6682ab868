import { sql } from "drizzle-orm";
import { customType, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { License } from "@/lib/model/licenses";
import type { ClientPermission, Role } from "@/lib/model/roles";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** Which tenant a slug means. Unique over all tenants, so it carries an id and nothing else; no row-level security. */
export const tenantSlugs = pgTable("tenant_slugs", {
  slug: text("slug").primaryKey(),
  tenantId: uuid("tenant_id").notNull(),
});

/** Which tenant an e-mail domain means. */
export const tenantDomains = pgTable("tenant_domains", {
  domain: text("domain").primaryKey(),
  tenantId: uuid("tenant_id").notNull(),
});

/** Which tenant an API client belongs to. */
export const clientDirectory = pgTable("client_directory", {
  clientId: uuid("client_id").primaryKey(),
  tenantId: uuid("tenant_id").notNull(),
});

/** One organisation. Written by the operator only; its id never changes. */
export const tenants = pgTable("tenants", {
  tenantId: uuid("tenant_id").primaryKey(),
  slug: text("slug").notNull(),
  name: text("name").notNull(),
  domain: text("domain").notNull(),
  license: text("license").$type<License>().notNull(),
  licenseChangedAt: at("license_changed_at").notNull(),
  /** The license before a downgrade: what it kept is deleted only after the grace. */
  downgradedFrom: text("downgraded_from").$type<License>(),
  createdAt: at("created_at").notNull(),
});

/** A person who may sign in to Signbook. `object_id` links the person's own sign-ins; `upn` is lower-cased. */
export const users = pgTable(
  "users",
  {
    tenantId: uuid("tenant_id").notNull(),
    userId: uuid("user_id").notNull(),
    upn: text("upn").notNull(),
    displayName: text("display_name").notNull(),
    /** The name as it is searched for and ordered by. */
    nameKey: text("name_key").generatedAlwaysAs(sql`lower(display_name)`),
    objectId: text("object_id"),
    passwordHash: text("password_hash"),
    disabledAt: at("disabled_at"),
    createdAt: at("created_at").notNull(),
    /** When a session was last started, in whatever way. */
    lastSignInAt: at("last_sign_in_at"),
  },
  (table) => [primaryKey({ name: "users_pk", columns: [table.tenantId, table.userId] })],
);

/** A role that a user holds. */
export const userRoles = pgTable(
  "user_roles",
  {
    tenantId: uuid("tenant_id").notNull(),
    userId: uuid("user_id").notNull(),
    role: text("role").$type<Role>().notNull(),
    grantedAt: at("granted_at").notNull(),
  },
  (table) => [primaryKey({ name: "user_roles_pk", columns: [table.tenantId, table.userId, table.role] })],
);

/** A signed-in browser. The cookie holds the secret, this row its hash: rights are read from here at each request. */
export const sessions = pgTable(
  "sessions",
  {
    tenantId: uuid("tenant_id").notNull(),
    secretHash: bytea("secret_hash").notNull(),
    userId: uuid("user_id").notNull(),
    createdAt: at("created_at").notNull(),
    lastSeenAt: at("last_seen_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    revokedAt: at("revoked_at"),
    /** When the log was last told that the session goes on; null where it has only been told that it began. */
    renewedAt: at("renewed_at"),
    ipText: text("ip_text"),
    userAgent: text("user_agent"),
  },
  (table) => [primaryKey({ name: "sessions_pk", columns: [table.tenantId, table.secretHash] })],
);

/** Failed and reserved password attempts of an account name, known or not. Reserved before hashing, reset by success. */
export const passwordAttempts = pgTable(
  "password_attempts",
  {
    tenantId: uuid("tenant_id").notNull(),
    accountKey: text("account_key").notNull(),
    failures: integer("failures").notNull(),
    lockedUntil: at("locked_until").notNull(),
    lastAttemptAt: at("last_attempt_at").notNull(),
  },
  (table) => [primaryKey({ name: "password_attempts_pk", columns: [table.tenantId, table.accountKey] })],
);

/** A program that may ask for tokens. */
export const apiClients = pgTable(
  "api_clients",
  {
    tenantId: uuid("tenant_id").notNull(),
    clientId: uuid("client_id").notNull(),
    name: text("name").notNull(),
    permissions: text("permissions").array().$type<ClientPermission[]>().notNull(),
    createdAt: at("created_at").notNull(),
    revokedAt: at("revoked_at"),
    lastUsedAt: at("last_used_at"),
  },
  (table) => [primaryKey({ name: "api_clients_pk", columns: [table.tenantId, table.clientId] })],
);

/** A client's secret, hashed; two may be valid at a time so that they can be rotated. */
export const apiClientSecrets = pgTable(
  "api_client_secrets",
  {
    tenantId: uuid("tenant_id").notNull(),
    clientId: uuid("client_id").notNull(),
    secretId: uuid("secret_id").notNull(),
    secretHash: bytea("secret_hash").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at"),
    revokedAt: at("revoked_at"),
    /** Its first characters, by which administrators tell it from another. */
    hint: text("hint"),
    lastUsedAt: at("last_used_at"),
  },
  (table) => [primaryKey({ name: "api_client_secrets_pk", columns: [table.tenantId, table.clientId, table.secretId] })],
);

/** An answer to a client that asked for a token, until it is a sign-in in the log. */
export const tokenGrants = pgTable(
  "token_grants",
  {
    tenantId: uuid("tenant_id").notNull(),
    grantId: uuid("grant_id").notNull(),
    at: at("at").notNull(),
    clientId: uuid("client_id").notNull(),
    /** The secret that was right; null when none was. */
    secretId: uuid("secret_id"),
    record: text("record").notNull(),
  },
  (table) => [primaryKey({ name: "token_grants_pk", columns: [table.tenantId, table.grantId] })],
);

/** A key that signs access tokens, for the whole installation; the private half is encrypted. */
export const signingKeys = pgTable("signing_keys", {
  keyId: text("key_id").primaryKey(),
  publicJwk: text("public_jwk").notNull(),
  privateJwkEncrypted: bytea("private_jwk_encrypted").notNull(),
  createdAt: at("created_at").notNull(),
  retiredAt: at("retired_at"),
});

/** One run of a recurring job: what it did, for operators. Holds no tenant's data. */
export const jobRuns = pgTable("job_runs", {
  runId: uuid("run_id").primaryKey(),
  job: text("job").notNull(),
  startedAt: at("started_at").notNull(),
  finishedAt: at("finished_at"),
  outcome: text("outcome").$type<"running" | "done" | "failed">().notNull(),
  summary: text("summary"),
  /** Rows removed, by table. */
  removed: jsonb("removed").$type<Readonly<Record<string, number>>>(),
});

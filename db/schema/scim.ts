import { boolean, customType, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { GroupRole } from "@/lib/model/provisioning";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A secret with which an identity provider provisions users. Only its hash is stored. */
export const scimTokens = pgTable(
  "scim_tokens",
  {
    tenantId: uuid("tenant_id").notNull(),
    tokenId: uuid("token_id").notNull(),
    name: text("name").notNull(),
    tokenHash: bytea("token_hash").notNull(),
    hint: text("hint").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at"),
    revokedAt: at("revoked_at"),
    lastUsedAt: at("last_used_at"),
  },
  (table) => [primaryKey({ name: "scim_tokens_pk", columns: [table.tenantId, table.tokenId] })],
);

/** What a provider says of an account. After `deleted_at` the account is none of the provider's. */
export const scimUsers = pgTable(
  "scim_users",
  {
    tenantId: uuid("tenant_id").notNull(),
    userId: uuid("user_id").notNull(),
    externalId: text("external_id"),
    attributes: text("attributes").notNull(),
    changedAt: at("changed_at").notNull(),
    deletedAt: at("deleted_at"),
  },
  (table) => [primaryKey({ name: "scim_users_pk", columns: [table.tenantId, table.userId] })],
);

/** A provider's group, and the role that its members have. */
export const scimGroups = pgTable(
  "scim_groups",
  {
    tenantId: uuid("tenant_id").notNull(),
    groupId: uuid("group_id").notNull(),
    displayName: text("display_name").notNull(),
    nameKey: text("name_key").notNull(),
    externalId: text("external_id"),
    role: text("role").$type<GroupRole>(),
    createdAt: at("created_at").notNull(),
    changedAt: at("changed_at").notNull(),
  },
  (table) => [primaryKey({ name: "scim_groups_pk", columns: [table.tenantId, table.groupId] })],
);

/** A member of a group; `granted` when the membership brought the role. */
export const scimMembers = pgTable(
  "scim_members",
  {
    tenantId: uuid("tenant_id").notNull(),
    groupId: uuid("group_id").notNull(),
    userId: uuid("user_id").notNull(),
    granted: boolean("granted").notNull(),
  },
  (table) => [primaryKey({ name: "scim_members_pk", columns: [table.tenantId, table.groupId, table.userId] })],
);

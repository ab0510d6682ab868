/**
 * Removing all rows of one tenant in short transactions, so that neither readers nor writers of other tenants wait.
 * Through the owner's connection; partitioned tables are emptied one UTC day at a time.
 */
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { deleteInBatches, type KeyedTable } from "./delete-in-batches";

interface TenantTable extends KeyedTable {
  partitioned?: boolean;
}

/** Tables that let somebody in come first: afterwards nothing new arrives. */
export const ACCESS_TABLES: readonly TenantTable[] = [
  { name: "sessions", key: ["secret_hash"] },
  { name: "second_factors", key: ["user_id"] },
  { name: "known_devices", key: ["user_id", "device_hash"] },
  { name: "password_links", key: ["link_id"] },
  { name: "sso_states", key: ["state_hash"] },
  { name: "sso_identities", key: ["issuer", "subject"] },
  { name: "single_sign_on", key: [] },
  { name: "recovery_codes", key: ["user_id", "code_hash"] },
  { name: "report_windows", key: ["client_id"] },
  { name: "api_client_secrets", key: ["client_id", "secret_id"] },
  { name: "api_clients", key: ["client_id"] },
  { name: "client_directory", key: ["client_id"] },
  { name: "digest_mails", key: ["user_id", "week"] },
  { name: "digest_subscriptions", key: ["user_id"] },
  { name: "scim_tokens", key: ["token_id"] },
  { name: "scim_members", key: ["group_id", "user_id"] },
  { name: "scim_groups", key: ["group_id"] },
  { name: "scim_users", key: ["user_id"] },
  { name: "user_roles", key: ["user_id", "role"] },
  { name: "user_preferences", key: ["user_id", "name"] },
  { name: "saved_views", key: ["view_id"] },
  { name: "users", key: ["user_id"] },
  { name: "password_attempts", key: ["account_key"] },
];

/** In the order in which every writer takes its locks. */
export const DATA_TABLES: readonly TenantTable[] = [
  { name: "sign_in_details", key: ["category", "created_at", "id"], partitioned: true },
  { name: "sign_ins", key: ["category", "created_at", "id"], partitioned: true },
  { name: "sign_in_hours", key: ["category", "group_key", "hour"] },
  { name: "sign_in_days", key: ["category", "kind", "key", "day"] },
  { name: "sign_in_spans", key: ["category", "kind", "key"] },
  { name: "sign_in_names", key: ["kind", "key", "name_key"] },
  { name: "sign_in_facets", key: ["category", "field", "value", "hour", "status"] },
  { name: "sign_in_pairs", key: ["kind", "a", "b"] },
  { name: "sign_in_pair_totals", key: ["kind", "side", "key"] },
  { name: "sign_in_pair_changes", key: ["day", "change_id"] },
  { name: "sign_in_pair_progress", key: [] },
  { name: "sign_in_marks", key: ["category", "created_at", "id"] },
  { name: "sign_in_findings", key: ["category", "created_at", "id"] },
  { name: "sign_in_habits", key: ["principal_key"] },
  { name: "sign_in_habit_changes", key: ["principal_key", "change_id"] },
  { name: "sign_in_habit_progress", key: [] },
  { name: "denial_mails", key: ["mail_id"] },
  { name: "source_silences", key: ["source", "since"] },
  { name: "tenant_settings", key: [] },
  { name: "export_downloads", key: ["download_id"] },
  { name: "exports", key: ["export_id"] },
  { name: "audit_events", key: ["audit_id"] },
  { name: "provisioning_events", key: ["provisioning_id"] },
  { name: "ingest_rejections", key: ["rejection_id"] },
  { name: "ingest_requests", key: ["client_id", "request_key"] },
  { name: "token_grants", key: ["grant_id"] },
  { name: "pending_sign_ins", key: ["pending_id"] },
  { name: "ingest_batches", key: ["batch_id"] },
  { name: "ingest_sequences", key: [] },
];

/** The table of a tenant's rows with this name. */
export function keyedTable(name: string): KeyedTable {
  const table = [...ACCESS_TABLES, ...DATA_TABLES].find((each) => each.name === name);
  if (!table) throw new Error(`${name} is none of a tenant's tables`);
  return table;
}

/** The tenant itself and its lookups: removed last, in one transaction of their own. */
export const LAST_TABLES = ["tenants", "tenant_domains", "tenant_slugs"];

const ROWS_PER_TRANSACTION = 5000;

export interface TimeRange {
  from: Date;
  to: Date;
}

/**
 * Deletes all of a tenant's rows of one table.
 * @param ranges the partitions to go through; needed for partitioned tables only.
 * @returns how many rows were deleted.
 */
export async function deleteTenantRows(
  owner: Database,
  tenantId: string,
  table: TenantTable,
  ranges: readonly TimeRange[],
): Promise<number> {
  const limit = ROWS_PER_TRANSACTION;
  if (!table.partitioned) return deleteInBatches(owner, tenantId, table, { condition: sql`true`, limit });
  let deleted = 0;
  for (const { from, to } of ranges) {
    // Both bounds, on both sides of the join: a comparison of whole rows alone prunes no partition.
    const condition = sql`t.created_at >= ${from.toISOString()}::timestamptz and t.created_at < ${to.toISOString()}::timestamptz`;
    deleted += await deleteInBatches(owner, tenantId, table, { condition, limit });
  }
  return deleted;
}

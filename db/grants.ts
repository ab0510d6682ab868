/**
 * What the application's role may do: stated whole and applied after every migration, so that the list here is the
 * truth. The role owns nothing, reaches no partition by name, and cannot bypass the policies.
 */
import type { Sql } from "postgres";

const TENANT_TABLES = [
  "users",
  "user_roles",
  "sessions",
  "password_attempts",
  "api_clients",
  "api_client_secrets",
  "sign_ins",
  "sign_in_details",
  "ingest_batches",
  "ingest_sequences",
  "ingest_rejections",
  "sign_in_hours",
  "sign_in_facets",
  "sign_in_days",
  "sign_in_spans",
  "sign_in_names",
  "sign_in_pairs",
  "sign_in_pair_progress",
  "sign_in_pair_changes",
  "sign_in_pair_totals",
  "sign_in_marks",
  "sign_in_findings",
  "sign_in_habits",
  "sign_in_habit_progress",
  "sign_in_habit_changes",
  "user_preferences",
  "exports",
  "export_downloads",
  "saved_views",
  "report_windows",
  "provisioning_events",
  "token_grants",
  "pending_sign_ins",
  "second_factors",
  "recovery_codes",
  "known_devices",
  "password_links",
  "single_sign_on",
  "sso_identities",
  "sso_states",
  "ingest_requests",
  "tenant_settings",
  "denial_mails",
  "digest_subscriptions",
  "digest_mails",
  "source_silences",
  "scim_tokens",
  "scim_users",
  "scim_groups",
  "scim_members",
];

/** The statements that give `appRole` exactly the rights listed here. */
export function grantStatements(appRole: string): string[] {
  const role = `"${appRole.replaceAll('"', '""')}"`;
  return [
    `REVOKE ALL ON ALL TABLES IN SCHEMA public FROM ${role}`,
    `GRANT USAGE ON SCHEMA public, app TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ${TENANT_TABLES.join(", ")} TO ${role}`,
    // A policy lets received audits alone be changed; what Signbook recorded itself goes when its retention ends.
    `GRANT SELECT, INSERT, UPDATE, DELETE ON audit_events TO ${role}`,
    // Tenants come, change and go by the operator's hand only.
    `GRANT SELECT ON tenants, tenant_slugs, tenant_domains TO ${role}`,
    `GRANT SELECT, INSERT ON client_directory, signing_keys TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE ON job_runs TO ${role}`,
    "REVOKE ALL ON FUNCTION app.ensure_partition(date) FROM PUBLIC",
    `GRANT EXECUTE ON FUNCTION app.ensure_partition(date), app.set_tenant(uuid) TO ${role}`,
    // The queue's own tables (BullMQ's PostgreSQL backend) are used as they are, never altered.
    `GRANT USAGE ON SCHEMA bullmq TO ${role}`,
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO ${role}`,
    `GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA bullmq TO ${role}`,
    `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA bullmq TO ${role}`,
  ];
}

/** Carries out {@link grantStatements}. Runs as the owner; safe to repeat. */
export async function applyGrants(owner: Sql, appRole: string): Promise<void> {
  await owner.begin(async (transaction) => {
    for (const statement of grantStatements(appRole)) await transaction.unsafe(statement);
  });
}

import { integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** One operation of a provisioning service on one identity. The columns serve lists and filters, `record` says everything. */
export const provisioningEvents = pgTable(
  "provisioning_events",
  {
    tenantId: uuid("tenant_id").notNull(),
    provisioningId: uuid("provisioning_id").notNull(),
    eventId: text("event_id").notNull(),
    at: at("at").notNull(),
    action: text("action").notNull(),
    status: text("status").notNull(),
    sourceSystemId: text("source_system_id"),
    sourceSystemName: text("source_system_name"),
    targetSystemId: text("target_system_id"),
    targetSystemName: text("target_system_name"),
    sourceIdentityId: text("source_identity_id"),
    sourceIdentityName: text("source_identity_name"),
    targetIdentityId: text("target_identity_id"),
    targetIdentityName: text("target_identity_name"),
    identityType: text("identity_type"),
    initiatedById: text("initiated_by_id"),
    initiatedByName: text("initiated_by_name"),
    servicePrincipalId: text("service_principal_id"),
    servicePrincipalName: text("service_principal_name"),
    jobId: text("job_id"),
    cycleId: text("cycle_id"),
    changeId: text("change_id"),
    durationMs: integer("duration_ms"),
    identityKeys: text("identity_keys").array().notNull(),
    record: text("record").notNull(),
    hashes: uuid("hashes").array().notNull(),
    notes: text("notes").array().notNull(),
    receivedAt: at("received_at").notNull(),
  },
  (table) => [primaryKey({ name: "provisioning_events_pk", columns: [table.tenantId, table.provisioningId] })],
);

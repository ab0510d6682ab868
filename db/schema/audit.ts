import { jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { AuditChange, AuditDetail } from "@/lib/model/audit";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/**
 * One activity of a person or program in the tenant; goes when its retention ends. Signbook's own (`record` is null) are
 * never changed; a received one may come again with more detail.
 */
export const auditEvents = pgTable(
  "audit_events",
  {
    tenantId: uuid("tenant_id").notNull(),
    auditId: uuid("audit_id").notNull(),
    at: at("at").notNull(),
    service: text("service").notNull(),
    category: text("category").notNull(),
    activity: text("activity").notNull(),
    /** `success`, `failure`, and of received ones also `timeout` and `unknown`. */
    result: text("result").notNull(),
    resultReason: text("result_reason"),
    actorKind: text("actor_kind").$type<"user" | "client" | "system">().notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    actorUpn: text("actor_upn"),
    ipText: text("ip_text"),
    requestId: text("request_id"),
    targetType: text("target_type"),
    targetId: text("target_id"),
    targetName: text("target_name"),
    changes: jsonb("changes").$type<readonly AuditChange[]>().notNull(),
    details: jsonb("details").$type<readonly AuditDetail[]>().notNull(),
    onceKey: text("once_key"),
    /** The sender's id; null for our own. */
    eventId: text("event_id"),
    correlationId: text("correlation_id"),
    operationType: text("operation_type"),
    activityKey: text("activity_key").notNull(),
    actorKeys: text("actor_keys").array().notNull(),
    targetKeys: text("target_keys").array().notNull(),
    /** The whole audit as it was received, JSON. */
    record: text("record"),
    hashes: uuid("hashes").array(),
    notes: text("notes").array(),
    receivedAt: at("received_at"),
  },
  (table) => [primaryKey({ name: "audit_events_pk", columns: [table.tenantId, table.auditId] })],
);

/** What an administrator (`verdict`) and the user (`answer`) said about one sign-in, which itself stays as it came. */
export const signInMarks = pgTable(
  "sign_in_marks",
  {
    tenantId: uuid("tenant_id").notNull(),
    category: smallint("category").notNull(),
    createdAt: at("created_at").notNull(),
    id: text("id").notNull(),
    verdict: text("verdict").$type<"compromised" | "safe">(),
    verdictAt: at("verdict_at"),
    verdictById: text("verdict_by_id"),
    verdictByName: text("verdict_by_name"),
    answer: text("answer").$type<"me" | "notMe">(),
    answeredAt: at("answered_at"),
  },
  (table) => [
    primaryKey({ name: "sign_in_marks_pk", columns: [table.tenantId, table.category, table.createdAt, table.id] }),
  ],
);

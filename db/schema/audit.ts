import { jsonb, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { AuditChange, AuditDetail } from "@/lib/model/audit";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** One activity of a person or program in the tenant. Never changed; goes when its retention ends. */
export const auditEvents = pgTable(
  "audit_events",
  {
    tenantId: uuid("tenant_id").notNull(),
    auditId: uuid("audit_id").notNull(),
    at: at("at").notNull(),
    service: text("service").notNull(),
    category: text("category").notNull(),
    activity: text("activity").notNull(),
    result: text("result").$type<"success" | "failure">().notNull(),
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

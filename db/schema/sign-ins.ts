import { sql } from "drizzle-orm";
import { customType, integer, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";

const inet = customType<{ data: string }>({ dataType: () => "inet" });
/** Numbers beyond what JavaScript counts exactly: only ever compared by the database. */
const bigints = customType<{ data: string }>({ dataType: () => "bigint[]" });
/** Event times are whole seconds: the milliseconds are a column of their own, outside the identity. */
const second = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 0 });

/** One sign-in, narrow: what lists, filters and counts touch. Always equal to the projection of its record. */
export const signIns = pgTable(
  "sign_ins",
  {
    tenantId: uuid("tenant_id").notNull(),
    category: smallint("category").notNull(),
    createdAt: second("created_at").notNull(),
    id: text("id").notNull(),
    createdMs: smallint("created_ms").notNull(),
    status: smallint("status").notNull(),
    errorCode: integer("error_code").notNull(),
    batchId: uuid("batch_id").notNull(),
    groupKey: uuid("group_key").notNull(),
    principalKey: text("principal_key").notNull(),
    principalName: text("principal_name"),
    principalUpn: text("principal_upn"),
    applicationKey: text("application_key").notNull(),
    applicationName: text("application_name"),
    resourceKey: text("resource_key").notNull(),
    resourceName: text("resource_name"),
    correlationId: text("correlation_id"),
    ip: inet("ip"),
    ipText: text("ip_text"),
    country: text("country"),
    state: text("state"),
    city: text("city"),
    clientApp: text("client_app"),
    os: text("os"),
    browser: text("browser"),
    conditionalAccess: text("conditional_access"),
    authenticationRequirement: text("authentication_requirement"),
    userType: text("user_type"),
    riskLevel: text("risk_level"),
    riskState: text("risk_state"),
    deviceId: text("device_id"),
    userAgent: text("user_agent"),
    policies: bigints("policies"),
    /** The batch that brought the event, once another has changed it; null while `batchId` is that one. */
    firstBatchId: uuid("first_batch_id"),
  },
  (table) => [
    primaryKey({ name: "sign_ins_pk", columns: [table.tenantId, table.category, table.createdAt, table.id] }),
  ],
);

/** The rest of a sign-in's record, and the hashes of the last contents that arrived for it. */
export const signInDetails = pgTable(
  "sign_in_details",
  {
    tenantId: uuid("tenant_id").notNull(),
    category: smallint("category").notNull(),
    createdAt: second("created_at").notNull(),
    id: text("id").notNull(),
    hashes: uuid("hashes").array().notNull(),
    rest: text("rest").notNull(),
    notes: text("notes").array(),
  },
  (table) => [
    primaryKey({ name: "sign_in_details_pk", columns: [table.tenantId, table.category, table.createdAt, table.id] }),
  ],
);

/** Position of a sign-in in every list: time to the millisecond, then id. */
export const signInPosition = sql`(${signIns.createdAt}, ${signIns.createdMs}, ${signIns.id})`;

import { bigint, date, integer, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";

const second = (name: string) => timestamp(name, { withTimezone: true, mode: "date", precision: 0 });

/** Sign-ins per hour and group key, with first and last time. Written with the events; always equal to a recount. */
export const signInHours = pgTable(
  "sign_in_hours",
  {
    tenantId: uuid("tenant_id").notNull(),
    category: smallint("category").notNull(),
    hour: second("hour").notNull(),
    groupKey: uuid("group_key").notNull(),
    n: integer("n").notNull(),
    firstAt: second("first_at").notNull(),
    lastAt: second("last_at").notNull(),
    status: smallint("status").notNull(),
    errorCode: integer("error_code").notNull(),
    principalKey: text("principal_key").notNull(),
    applicationKey: text("application_key").notNull(),
    resourceKey: text("resource_key").notNull(),
    ipText: text("ip_text"),
  },
  (table) => [
    primaryKey({ name: "sign_in_hours_pk", columns: [table.tenantId, table.category, table.groupKey, table.hour] }),
  ],
);

/** Sign-ins per hour, field, value and status; '' stands for an absent value. Always equal to a recount. */
export const signInFacets = pgTable(
  "sign_in_facets",
  {
    tenantId: uuid("tenant_id").notNull(),
    category: smallint("category").notNull(),
    field: smallint("field").notNull(),
    value: text("value").notNull(),
    hour: second("hour").notNull(),
    status: smallint("status").notNull(),
    n: integer("n").notNull(),
  },
  (table) => [
    primaryKey({
      name: "sign_in_facets_pk",
      columns: [table.tenantId, table.category, table.field, table.value, table.hour, table.status],
    }),
  ],
);

/** Who and what was active on a UTC day. Counts, not a set, so that changes and purges can subtract. */
export const signInDays = pgTable(
  "sign_in_days",
  {
    tenantId: uuid("tenant_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    category: smallint("category").notNull(),
    kind: smallint("kind").notNull(),
    key: text("key").notNull(),
    n: integer("n").notNull(),
    successes: integer("successes").notNull(),
    failures: integer("failures").notNull(),
    hours: integer("hours").notNull(),
  },
  (table) => [
    primaryKey({
      name: "sign_in_days_pk",
      columns: [table.tenantId, table.category, table.kind, table.key, table.day],
    }),
  ],
);

/** On which UTC days a principal or application signed in (a bit each), and how often it failed on all days kept. */
export const signInSpans = pgTable(
  "sign_in_spans",
  {
    tenantId: uuid("tenant_id").notNull(),
    category: smallint("category").notNull(),
    kind: smallint("kind").notNull(),
    key: text("key").notNull(),
    successDays: bigint("success_days", { mode: "bigint" }).notNull(),
    failures: integer("failures").notNull(),
  },
  (table) => [
    primaryKey({ name: "sign_in_spans_pk", columns: [table.tenantId, table.category, table.kind, table.key] }),
  ],
);

/** The tenant's dictionary: names (lower-cased for prefix search) to keys. Never misses one; may know more. */
export const signInNames = pgTable(
  "sign_in_names",
  {
    tenantId: uuid("tenant_id").notNull(),
    kind: smallint("kind").notNull(),
    key: text("key").notNull(),
    nameKey: text("name_key").notNull(),
    name: text("name").notNull(),
    lastDay: date("last_day", { mode: "string" }).notNull(),
  },
  (table) => [
    primaryKey({ name: "sign_in_names_pk", columns: [table.tenantId, table.kind, table.key, table.nameKey] }),
  ],
);

import { jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** One thing that a user chose for their own pages; a value that no longer parses counts as not chosen. */
export const userPreferences = pgTable(
  "user_preferences",
  {
    tenantId: uuid("tenant_id").notNull(),
    userId: uuid("user_id").notNull(),
    name: text("name").notNull(),
    value: jsonb("value").$type<unknown>().notNull(),
    changedAt: timestamp("changed_at", { withTimezone: true, mode: "date" }).notNull(),
  },
  (table) => [primaryKey({ name: "user_preferences_pk", columns: [table.tenantId, table.userId, table.name] })],
);

import { integer, pgTable, primaryKey, timestamp, uuid } from "drizzle-orm/pg-core";

/** How often a client of the reporting API has asked in its running window. One row per client; goes with the client. */
export const reportWindows = pgTable(
  "report_windows",
  {
    tenantId: uuid("tenant_id").notNull(),
    clientId: uuid("client_id").notNull(),
    startedAt: timestamp("started_at", { withTimezone: true, mode: "date" }).notNull(),
    requests: integer("requests").notNull(),
  },
  (table) => [primaryKey({ name: "report_windows_pk", columns: [table.tenantId, table.clientId] })],
);

import { integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/**
 * One silence of a source that was longer than its habit, named by the last arrival before it. There is never a second mail
 * for it: it is due while `retryAt` is set.
 */
export const sourceSilences = pgTable(
  "source_silences",
  {
    tenantId: uuid("tenant_id").notNull(),
    source: text("source").notNull(),
    since: at("since").notNull(),
    /** The longest pause that is usual. */
    habitSeconds: integer("habit_seconds").notNull(),
    noticedAt: at("noticed_at").notNull(),
    endedAt: at("ended_at"),
    attempts: integer("attempts").notNull(),
    retryAt: at("retry_at"),
    outcome: text("outcome"),
  },
  (table) => [primaryKey({ name: "source_silences_pk", columns: [table.tenantId, table.source, table.since] })],
);

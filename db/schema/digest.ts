import { integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A reader who wants the weekly digest, and the zone whose Monday morning is meant. */
export const digestSubscriptions = pgTable(
  "digest_subscriptions",
  {
    tenantId: uuid("tenant_id").notNull(),
    userId: uuid("user_id").notNull(),
    zone: text("zone").notNull(),
    subscribedAt: at("subscribed_at").notNull(),
  },
  (table) => [primaryKey({ name: "digest_subscriptions_pk", columns: [table.tenantId, table.userId] })],
);

/** The one digest of a reader and ISO week. Without `retryAt` it is done. */
export const digestMails = pgTable(
  "digest_mails",
  {
    tenantId: uuid("tenant_id").notNull(),
    userId: uuid("user_id").notNull(),
    week: text("week").notNull(),
    madeAt: at("made_at").notNull(),
    attempts: integer("attempts").notNull(),
    retryAt: at("retry_at"),
    outcome: text("outcome"),
  },
  (table) => [primaryKey({ name: "digest_mails_pk", columns: [table.tenantId, table.userId, table.week] })],
);

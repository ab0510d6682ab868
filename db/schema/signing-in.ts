import { integer, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A sign-in to Signbook itself, until it is in the tenant's log. Removed when it is, and not before. */
export const pendingSignIns = pgTable(
  "pending_sign_ins",
  {
    tenantId: uuid("tenant_id").notNull(),
    pendingId: uuid("pending_id").notNull(),
    /** Not brought into the log before: attempts of one minute may still be counted together. */
    dueAt: at("due_at").notNull(),
    repeats: integer("repeats").notNull(),
    record: text("record").notNull(),
  },
  (table) => [primaryKey({ name: "pending_sign_ins_pk", columns: [table.tenantId, table.pendingId] })],
);

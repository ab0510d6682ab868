import { pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** What a tenant's administrators set for everybody in it; no row where they have set nothing. */
export const tenantSettings = pgTable("tenant_settings", {
  tenantId: uuid("tenant_id").primaryKey(),
  /** Shown in the header in place of the tenant's name. */
  brandName: text("brand_name"),
  changedAt: timestamp("changed_at", { withTimezone: true, mode: "date" }).notNull(),
});

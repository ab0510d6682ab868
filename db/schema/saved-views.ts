import { boolean, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { CategoryCode } from "@/lib/model/categories/category";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A view of a log that a user keeps under a name, for themselves or shared in the tenant. Parameters, never data. */
export const savedViews = pgTable(
  "saved_views",
  {
    tenantId: uuid("tenant_id").notNull(),
    viewId: uuid("view_id").notNull(),
    ownerId: uuid("owner_id").notNull(),
    ownerName: text("owner_name").notNull(),
    name: text("name").notNull(),
    category: smallint("category").$type<CategoryCode>().notNull(),
    query: text("query").notNull(),
    shared: boolean("shared").notNull(),
    createdAt: at("created_at").notNull(),
    changedAt: at("changed_at").notNull(),
  },
  (table) => [primaryKey({ name: "saved_views_pk", columns: [table.tenantId, table.viewId] })],
);

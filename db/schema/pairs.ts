import { bigint, date, integer, json, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Who occurs with what: the days as bits, and how often on each. Kept by the worker; equal to a recount once folded. */
export const signInPairs = pgTable(
  "sign_in_pairs",
  {
    tenantId: uuid("tenant_id").notNull(),
    days: bigint("days", { mode: "bigint" }).notNull(),
    successDays: bigint("success_days", { mode: "bigint" }).notNull(),
    n: integer("n").notNull(),
    kind: smallint("kind").notNull(),
    a: text("a").notNull(),
    b: text("b").notNull(),
    counts: integer("counts").array().notNull(),
  },
  (table) => [primaryKey({ name: "sign_in_pairs_pk", columns: [table.tenantId, table.kind, table.a, table.b] })],
);

/** Up to which batch a tenant's pairs are folded. Its row is locked by whoever changes them. */
export const signInPairProgress = pgTable("sign_in_pair_progress", {
  tenantId: uuid("tenant_id").primaryKey(),
  throughSeq: bigint("through_seq", { mode: "number" }).notNull(),
  clearedBefore: date("cleared_before", { mode: "string" }),
  lookedThrough: bigint("looked_through", { mode: "number" }),
  nextLookAt: timestamp("next_look_at", { withTimezone: true }),
});

/** A UTC day whose pairs are to be counted anew. */
export const signInPairChanges = pgTable(
  "sign_in_pair_changes",
  {
    tenantId: uuid("tenant_id").notNull(),
    day: date("day", { mode: "string" }).notNull(),
    changeId: uuid("change_id").notNull(),
  },
  (table) => [primaryKey({ name: "sign_in_pair_changes_pk", columns: [table.tenantId, table.day, table.changeId] })],
);

/** What the page of a thing with many others says of them; `found` is null while its pairs have changed since. */
export const signInPairTotals = pgTable(
  "sign_in_pair_totals",
  {
    tenantId: uuid("tenant_id").notNull(),
    kind: smallint("kind").notNull(),
    side: text("side").$type<"a" | "b">().notNull(),
    key: text("key").notNull(),
    others: integer("others").notNull(),
    kept: bigint("kept", { mode: "bigint" }),
    week: bigint("week", { mode: "bigint" }),
    before: bigint("before", { mode: "bigint" }),
    found: json("found"),
  },
  (table) => [
    primaryKey({ name: "sign_in_pair_totals_pk", columns: [table.tenantId, table.kind, table.side, table.key] }),
  ],
);

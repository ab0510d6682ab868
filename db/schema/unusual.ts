import { bigint, json, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { Unusual } from "@/lib/model/unusual";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A user's sign-in that is unlike their others, and why. Kept by the worker; goes with the sign-in. */
export const signInFindings = pgTable(
  "sign_in_findings",
  {
    tenantId: uuid("tenant_id").notNull(),
    category: smallint("category").notNull(),
    createdAt: at("created_at").notNull(),
    id: text("id").notNull(),
    /** Which kinds of reasons there are, as bits. */
    kinds: smallint("kinds").notNull(),
    reasons: json("reasons").$type<readonly Unusual[]>().notNull(),
  },
  (table) => [
    primaryKey({ name: "sign_in_findings_pk", columns: [table.tenantId, table.category, table.createdAt, table.id] }),
  ],
);

/** What is remembered of a user, to judge their next sign-in by (`lib/model/judging.ts`). Nothing older than retention. */
export const signInHabits = pgTable(
  "sign_in_habits",
  {
    tenantId: uuid("tenant_id").notNull(),
    principalKey: text("principal_key").notNull(),
    /** JSON, only ever read whole. */
    memory: text("memory").notNull(),
    oldestAt: at("oldest_at").notNull(),
  },
  (table) => [primaryKey({ name: "sign_in_habits_pk", columns: [table.tenantId, table.principalKey] })],
);

/** Up to which batch a tenant's sign-ins are judged. Its row is locked by whoever changes habits and findings. */
export const signInHabitProgress = pgTable("sign_in_habit_progress", {
  tenantId: uuid("tenant_id").primaryKey(),
  throughSeq: bigint("through_seq", { mode: "number" }).notNull(),
});

/** A user some of whose sign-ins changed, or came late: those from an instant on are to be judged anew. */
export const signInHabitChanges = pgTable(
  "sign_in_habit_changes",
  {
    tenantId: uuid("tenant_id").notNull(),
    principalKey: text("principal_key").notNull(),
    changeId: uuid("change_id").notNull(),
    since: at("since").notNull(),
  },
  (table) => [
    primaryKey({ name: "sign_in_habit_changes_pk", columns: [table.tenantId, table.principalKey, table.changeId] }),
  ],
);

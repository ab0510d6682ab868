import { integer, pgTable, primaryKey, smallint, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { CategoryCode } from "@/lib/model/categories/category";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/**
 * A mail to the tenant's administrators about a sign-in that its person does not recognise. Made in the transaction of the
 * answer, so that none is lost; sent under one Message-ID however often it is tried.
 */
export const denialMails = pgTable(
  "denial_mails",
  {
    tenantId: uuid("tenant_id").notNull(),
    mailId: uuid("mail_id").notNull(),
    deniedAt: at("denied_at").notNull(),
    userId: uuid("user_id").notNull(),
    userUpn: text("user_upn").notNull(),
    userName: text("user_name").notNull(),
    category: smallint("category").$type<CategoryCode>().notNull(),
    createdAt: at("created_at").notNull(),
    signInId: text("sign_in_id").notNull(),
    status: text("status").$type<"due" | "sent" | "failed">().notNull(),
    attempts: integer("attempts").notNull(),
    /** When it is to be tried (again). Whoever tries it moves this on first, so that nobody else does meanwhile. */
    dueAt: at("due_at").notNull(),
    sentAt: at("sent_at"),
    failure: text("failure"),
  },
  (table) => [primaryKey({ name: "denial_mails_pk", columns: [table.tenantId, table.mailId] })],
);

/** How many sign-ins of users were noticed, by the people themselves and by the rules: few rows beside the sign-ins. */
import { and, count, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/pg-core";
import type { TenantTransaction } from "@/db/client";
import { signInFindings, signInMarks } from "@/db/schema";
import type { Interval } from "@/lib/model/intervals";

export interface NoticedCount {
  what: "denied" | "unusual";
  category: number;
  n: number;
}

/** Denied by their user, and found unusual; a log without any is left out. */
export async function countNoticed(
  { tx, tenantId }: TenantTransaction,
  categories: readonly number[],
  { from, to }: Interval,
): Promise<NoticedCount[]> {
  const within = (table: typeof signInMarks | typeof signInFindings) =>
    and(
      eq(table.tenantId, tenantId),
      inArray(table.category, [...categories]),
      gte(table.createdAt, from),
      lt(table.createdAt, to),
    );
  const denied = tx
    .select({ what: sql<NoticedCount["what"]>`'denied'`, category: signInMarks.category, n: count() })
    .from(signInMarks)
    .where(and(within(signInMarks), eq(signInMarks.answer, "notMe")))
    .groupBy(signInMarks.category);
  const unusual = tx
    .select({ what: sql<NoticedCount["what"]>`'unusual'`, category: signInFindings.category, n: count() })
    .from(signInFindings)
    .where(within(signInFindings))
    .groupBy(signInFindings.category);
  return unionAll(denied, unusual);
}

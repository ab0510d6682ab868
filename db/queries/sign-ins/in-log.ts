/** The condition that every look into a log begins with. */
import { and, eq, gte, lt, type SQL } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import type { Interval } from "@/lib/model/intervals";

/** True of the tenant's sign-ins of one category and stretch of time. The bounds are plain, so that partitions are pruned. */
export function inLog({ tenantId }: TenantTransaction, category: number, { from, to }: Interval): SQL {
  return and(
    eq(signIns.tenantId, tenantId),
    eq(signIns.category, category),
    gte(signIns.createdAt, from),
    lt(signIns.createdAt, to),
  ) as SQL;
}

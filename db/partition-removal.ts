/**
 * Removing a day whole. First its two tables leave their parents, in one short transaction: from then on no reader and no
 * writer meets them, and they stand beside the others under their names, as *leaving* days. When nothing else is left of
 * the day, they are dropped. Whoever is cut short leaves a leaving day behind, which the next run finds.
 * Only through the owner's connection, and only names that we made.
 */
import { sql } from "drizzle-orm";
import type { Database } from "@/db/client";
import { databaseErrorCode } from "@/db/errors";
import type { Partition } from "@/db/partitions";
import type { License } from "@/lib/model/licenses";
import type { LicenseTerms } from "@/lib/model/retention";

/** Longer, and whoever comes after us would feel that we are waiting for whoever came before. */
const LOCK_TIMEOUT_MS = 100;
/** Lock timeout, and a deadlock, which giving way early makes unlikely. */
const IN_USE = new Set(["55P03", "40P01"]);

export interface LeavingDay {
  /** Table names; a table that is gone already is left out. */
  tables: readonly string[];
  /** What the partition held, UTC. */
  from: Date;
  to: Date;
}

/**
 * Takes a partition with its details out of the parents.
 * @param stillDue asked, once nobody can add to it any more, with the terms of every tenant that there is then.
 * @returns `in use` when a reader or writer was in the way: nothing was done, and nobody waited for long.
 */
export async function detachPartition(
  owner: Database,
  { name, detailsName, from, to }: Partition,
  stillDue: (terms: readonly LicenseTerms[]) => boolean,
): Promise<"detached" | "still needed" | "in use"> {
  try {
    return await owner.transaction(async (tx) => {
      await tx.execute(sql.raw(`set local lock_timeout = ${LOCK_TIMEOUT_MS}`));
      // Not DETACH CONCURRENTLY: it takes one table at a time, and a tenant could upgrade, or come, between the two.
      await tx.execute(sql`lock table only sign_in_details, only sign_ins in access exclusive mode`);
      // A change of license waits for these locks, and then knows what has left.
      const terms = await tx.execute<{ license: License; downgraded_from: License | null; changed: number }>(sql`
        select license, downgraded_from, extract(epoch from license_changed_at)::float8 as changed
        from tenants for share`);
      const due = stillDue(
        terms.map(({ license, downgraded_from, changed }) => ({
          ...{ license, downgradedFrom: downgraded_from, licenseChangedAt: new Date(changed * 1000) },
        })),
      );
      if (!due) return "still needed";
      for (const [parent, child] of [
        ["sign_in_details", detailsName],
        ["sign_ins", name],
      ] as const) {
        const table = sql.identifier(child);
        await tx.execute(sql`alter table ${sql.identifier(parent)} detach partition ${table}`);
        // Its bounds go with the parent; what else is left of the day must be found by them.
        const range = sql.raw(`'${from.toISOString()}/${to.toISOString()}'`);
        await tx.execute(sql`comment on table ${table} is ${range}`);
      }
      return "detached";
    });
  } catch (error) {
    if (IN_USE.has(databaseErrorCode(error) ?? "")) return "in use";
    throw error;
  }
}

/** The days that have left their parents and are not dropped yet, oldest first. */
export async function selectLeavingDays(db: Pick<Database, "execute">): Promise<LeavingDay[]> {
  const rows = await db.execute<{ tables: string[]; range: string }>(sql`
    select array_agg(c.relname::text order by c.relname) as tables, d.description as range
    from pg_class c join pg_description d on d.objoid = c.oid and d.objsubid = 0 and d.classoid = 'pg_class'::regclass
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition
      and c.relname ~ '^sign_in(s|_details)_p[0-9]{8}$'
    group by d.description order by d.description`);
  return rows.map(({ tables, range }) => {
    const [from = "", to = ""] = range.split("/");
    return { tables, from: new Date(from), to: new Date(to) };
  });
}

/** Drops the tables of a leaving day. */
export async function dropLeavingDay(owner: Database, { tables }: LeavingDay): Promise<void> {
  const names = sql.join(
    tables.map((table) => sql.identifier(table)),
    sql`, `,
  );
  await owner.execute(sql`drop table if exists ${names}`);
}

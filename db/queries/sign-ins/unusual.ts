/** The filter by what the worker has found unusual (`sign_in_findings`): few marks beside many sign-ins, or many. */
import { and, asc, eq, gte, lt, not, type SQL, sql } from "drizzle-orm";
import { textArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInFindings, signIns } from "@/db/schema";
import type { ActiveFilter } from "@/lib/model/filters";
import { type Interval, joinIntervals } from "@/lib/model/intervals";
import type { Unusual } from "@/lib/model/unusual";
import { MAX_MARKS_LISTED } from "../marks";
import { KIND_BITS } from "../unusual/findings";
import type { PresenceQuery } from "./presence";
import type { ResolvedFilter } from "./resolve-filters";
import { type Pieces, pieceTable, spanOf } from "./search-steps";

const ALL_KINDS = Object.values(KIND_BITS).reduce((all, bit) => all | bit, 0);

/** Sign-ins that are unusual for one of the reasons given; negated, those that are not. */
export async function resolveUnusual(
  tenant: TenantTransaction,
  where: PresenceQuery,
  { values, negated }: ActiveFilter,
): Promise<ResolvedFilter> {
  const bits = values.reduce((all, value) => all | bitsOf("text" in value ? value.text : ""), 0);
  const isFound = foundAs(tenant, where, bits);
  if (negated) return { condition: not(isFound) };
  const { id, createdAt } = signInFindings;
  const marks = await tenant.tx
    .select({ id, createdAt })
    .from(signInFindings)
    .where(and(marksIn(tenant, where), isOfKind(bits)))
    .orderBy(asc(createdAt))
    .limit(MAX_MARKS_LISTED + 1);
  if (marks.length > MAX_MARKS_LISTED) {
    // Bounds on sign-ins alone would have all marks of the range looked up for each part of it.
    const within = (part: Interval) => foundAs(tenant, { ...where, range: part }, bits);
    return { condition: isFound, within, refine: (pieces) => secondsHolding(tenant, where, pieces, bits) };
  }
  // Every day has an index on ids.
  const ids = sql`${signIns.id} = any(${textArray(marks.map((mark) => mark.id))}::text[])`;
  return { condition: and(ids, isFound) as SQL, intervals: secondsOf(marks.map((mark) => mark.createdAt)) };
}

/** With more seconds than this in one step the sign-ins themselves are read: a page of them is full soon. */
const MAX_SECONDS = 2_000;

/** The seconds in which such sign-ins lie, oldest first; where there are too many, the pieces as they were. */
async function secondsHolding(
  tenant: TenantTransaction,
  where: PresenceQuery,
  pieces: Pieces,
  bits: number,
): Promise<Interval[]> {
  const within = and(
    marksIn(tenant, { ...where, range: spanOf(pieces) }),
    sql`${signInFindings.createdAt} >= piece.from_at and ${signInFindings.createdAt} < piece.to_at`,
    isOfKind(bits),
  );
  const rows = await tenant.tx.execute<{ epoch: number }>(sql`
    select extract(epoch from found.created_at)::float8 as epoch from ${pieceTable(pieces)}
    cross join lateral (select created_at from ${signInFindings} where ${within} limit ${MAX_SECONDS + 1}) found
    limit ${MAX_SECONDS + 1}`);
  if (rows.length > MAX_SECONDS) return joinIntervals(pieces);
  return secondsOf(rows.map(({ epoch }) => new Date(Number(epoch) * 1000)));
}

function secondsOf(times: readonly Date[]): Interval[] {
  return joinIntervals(times.map((from) => ({ from, to: new Date(from.getTime() + 1000) })));
}

function foundAs(tenant: TenantTransaction, where: PresenceQuery, bits: number): SQL {
  const found = tenant.tx
    .select({ one: sql`1` })
    .from(signInFindings)
    .where(
      and(
        marksIn(tenant, where),
        eq(signInFindings.category, signIns.category),
        eq(signInFindings.createdAt, signIns.createdAt),
        eq(signInFindings.id, signIns.id),
        isOfKind(bits),
      ),
    );
  return sql`exists (${found})`;
}

function marksIn({ tenantId }: TenantTransaction, { category, range }: PresenceQuery): SQL {
  const { createdAt } = signInFindings;
  return and(
    eq(signInFindings.tenantId, tenantId),
    eq(signInFindings.category, category),
    gte(createdAt, range.from),
    lt(createdAt, range.to),
  ) as SQL;
}

function isOfKind(bits: number): SQL | undefined {
  return bits === ALL_KINDS ? undefined : sql`${signInFindings.kinds} & ${bits}::smallint <> 0`;
}

function bitsOf(word: string): number {
  return word === "any" ? ALL_KINDS : KIND_BITS[word as Unusual["kind"]];
}

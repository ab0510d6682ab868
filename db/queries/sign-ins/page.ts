/**
 * One page of sign-ins by keyset: never an OFFSET, never one statement over a month. Filtered ranges are walked in steps
 * from the side the page begins at, inside the stretches that the roll-ups leave, until the page is full or time is up.
 */
import { and, asc, desc, eq, getTableColumns, gte, lte, type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signInPosition, signIns } from "@/db/schema";
import type { ActiveFilter } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import { inLog } from "./in-log";
import { allOf, resolveFilters } from "./resolve-filters";
import { type Pieces, pieceTable, refined, StepLength, spanOf, stepsThrough } from "./search-steps";

/** Where a sign-in stands in a list: time to the millisecond, then id. */
export interface Position {
  createdAt: Date;
  createdMs: number;
  id: string;
}

export interface PageQuery {
  category: number;
  range: Interval;
  filters: readonly ActiveFilter[];
  /** `older` reads on from the position towards older sign-ins, `newer` towards newer ones. */
  from?: { position: Position; direction: "older" | "newer" };
  limit: number;
  /** Wall-clock time after which no further step is begun. */
  budgetMs: number;
}

export type SignInRow = typeof signIns.$inferSelect;

export interface PageRows {
  /** Newest first, at most `limit` + 1: one more tells that there is more. */
  rows: SignInRow[];
  /** Set when time ran out: everything from here (towards the page's start) was searched. */
  searchedTo: Date | null;
}

/** Reads one page. Rows of the tenant only, whatever the filters hold. */
export async function readPage(tenant: TenantTransaction, query: PageQuery): Promise<PageRows> {
  const startedAt = performance.now();
  const newer = query.from?.direction === "newer";
  const range = boundedByCursor(query);
  const { within, intervals, selective, indexed, refine } = await resolveFilters(
    tenant,
    { category: query.category, range },
    query.filters,
  );
  const length = new StepLength(indexed);
  const direction = newer ? "newer" : "older";
  const steps = stepsThrough(intervals, direction, selective ? length : { ms: Number.POSITIVE_INFINITY });

  const rows: SignInRow[] = [];
  let searchedTo: Date | null = null;
  for (const step of steps) {
    if (searchedTo && performance.now() - startedAt > query.budgetMs) {
      return { rows: newer ? rows.reverse() : rows, searchedTo };
    }
    const missing = query.limit + 1 - rows.length;
    const found = await length.run(async () => {
      const pieces = await refined(step, refine, direction);
      return pieces ? readStep(tenant, query, pieces, allOf(within(spanOf(pieces))), missing) : [];
    });
    rows.push(...found);
    if (rows.length > query.limit) break;
    const last = step.at(-1) as Interval;
    searchedTo = newer ? last.to : last.from;
  }
  return { rows: newer ? rows.reverse() : rows, searchedTo: null };
}

/** A row comparison alone prunes no partition: the cursor's time bounds the range as well. */
function boundedByCursor({ range, from }: PageQuery): Interval {
  if (!from) return range;
  const at = from.position.createdAt;
  if (from.direction === "newer") return { from: at > range.from ? at : range.from, to: range.to };
  const afterAt = new Date(at.getTime() + 1000);
  return { from: range.from, to: afterAt < range.to ? afterAt : range.to };
}

async function readStep(
  tenant: TenantTransaction,
  { category, from }: PageQuery,
  pieces: Pieces,
  conditions: SQL | undefined,
  limit: number,
): Promise<SignInRow[]> {
  const newer = from?.direction === "newer";
  const order = newer ? asc : desc;
  const span = spanOf(pieces);
  const within = (bounds: SQL | undefined) =>
    tenant.tx
      .select()
      .from(signIns)
      .where(and(inLog(tenant, category, span), bounds, from ? beyond(from.position, newer) : undefined, conditions))
      .orderBy(order(signIns.createdAt), order(signIns.createdMs), order(signIns.id))
      .limit(limit);
  if (pieces.length === 1) return within(undefined);
  // The pieces come in the order of reading, so the outer limit ends the search as soon as the page is full.
  const found = within(sql`${signIns.createdAt} >= piece.from_at and ${signIns.createdAt} < piece.to_at`).as("found");
  const { createdAt, createdMs, id } = found;
  return tenant.tx
    .select(columnsOf(found))
    .from(pieceTable(pieces))
    .crossJoinLateral(found)
    .orderBy(sql`piece.place`, order(createdAt), order(createdMs), order(id))
    .limit(limit);
}

/** All columns of sign-ins, as a subquery hands them on. */
function columnsOf(found: { [Name in keyof SignInRow]: unknown }): ReturnType<typeof getTableColumns<typeof signIns>> {
  const names = Object.keys(getTableColumns(signIns)) as (keyof SignInRow)[];
  return Object.fromEntries(names.map((name) => [name, found[name]])) as never;
}

/** True of sign-ins beyond a position in the list. */
export function beyond({ createdAt, createdMs, id }: Position, newer: boolean): SQL {
  const position = sql`(${createdAt.toISOString()}::timestamptz, ${createdMs}::smallint, ${id}::text)`;
  return newer ? sql`${signInPosition} > ${position}` : sql`${signInPosition} < ${position}`;
}

export interface RecordQuery {
  category: number;
  id: string;
  /** The event's time, to the second; without it the newest record of the id. */
  createdAt?: Date;
  range: Interval;
}

/** The newest record of a request id in a category, or the one of a given time. */
export async function readSignIn(
  { tx, tenantId }: TenantTransaction,
  { category, id, createdAt, range }: RecordQuery,
): Promise<SignInRow | undefined> {
  const [row] = await tx
    .select()
    .from(signIns)
    .where(
      and(
        eq(signIns.tenantId, tenantId),
        eq(signIns.id, id),
        eq(signIns.category, category),
        createdAt ? eq(signIns.createdAt, createdAt) : undefined,
        gte(signIns.createdAt, range.from),
        lte(signIns.createdAt, range.to),
      ),
    )
    .orderBy(desc(signIns.createdAt))
    .limit(1);
  return row;
}

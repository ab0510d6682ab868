/** What people said about single sign-ins (`sign_in_marks`): few rows beside many. */
import { and, asc, eq, gte, isNotNull, lt, not, type SQL, sql } from "drizzle-orm";
import { plainArray, textArray, timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInMarks, signIns } from "@/db/schema";
import { type Interval, joinIntervals } from "@/lib/model/intervals";
import { DAY_MS, startOfUtcDay } from "@/lib/model/retention";
import type { OwnAnswer, SignInMark, Verdict } from "@/lib/model/sign-in-marks";

/** Which sign-in: the rest of its primary key after the tenant. */
export interface MarkKey {
  category: number;
  /** To the second, as stored. */
  createdAt: Date;
  id: string;
}

export interface NewVerdict {
  word: Verdict;
  at: Date;
  byId: string | null;
  byName: string;
}

/**
 * Sets an administrator's verdict on a sign-in, or with null takes it back. Writers of one sign-in wait for each other.
 * @returns the verdict before, and whether anything changed.
 */
export async function setVerdict(
  tenant: TenantTransaction,
  key: MarkKey,
  verdict: NewVerdict | null,
): Promise<{ before: Verdict | null; changed: boolean }> {
  const { tx, tenantId } = tenant;
  // A row to lock: two who judge at once must not both find nothing.
  if (verdict)
    await tx
      .insert(signInMarks)
      .values({ ...onlyKey(key), tenantId })
      .onConflictDoNothing();
  const [stored] = await tx.select().from(signInMarks).where(isKey(tenant, key)).for("update");
  const before = stored?.verdict ?? null;
  if (before === (verdict?.word ?? null)) return { before, changed: false };
  if (verdict === null && stored?.answer === null) await tx.delete(signInMarks).where(isKey(tenant, key));
  else {
    await tx
      .update(signInMarks)
      .set({
        verdict: verdict?.word ?? null,
        verdictAt: verdict?.at ?? null,
        verdictById: verdict?.byId ?? null,
        verdictByName: verdict?.byName ?? null,
      })
      .where(isKey(tenant, key));
  }
  return { before, changed: true };
}

/**
 * Sets the answer of the person whose sign-in it was. Writers of one sign-in wait for each other.
 * @returns the answer before, and whether anything changed.
 */
export async function setAnswer(
  tenant: TenantTransaction,
  key: MarkKey,
  answer: { word: OwnAnswer; at: Date },
): Promise<{ before: OwnAnswer | null; changed: boolean }> {
  const { tx, tenantId } = tenant;
  await tx
    .insert(signInMarks)
    .values({ ...onlyKey(key), tenantId })
    .onConflictDoNothing();
  const [stored] = await tx.select().from(signInMarks).where(isKey(tenant, key)).for("update");
  const before = stored?.answer ?? null;
  if (before === answer.word) return { before, changed: false };
  await tx.update(signInMarks).set({ answer: answer.word, answeredAt: answer.at }).where(isKey(tenant, key));
  return { before, changed: true };
}

/** The marks of the given sign-ins, by {@link markId}; those without any are not in it. */
export async function readMarks(
  { tx, tenantId }: TenantTransaction,
  keys: readonly MarkKey[],
): Promise<ReadonlyMap<string, SignInMark>> {
  if (keys.length === 0) return new Map();
  const wanted = sql`unnest(${plainArray(keys.map(({ category }) => category))}::smallint[],
    ${timeArray(keys.map(({ createdAt }) => createdAt))}::timestamptz[],
    ${textArray(keys.map(({ id }) => id))}::text[]) as wanted (category, created_at, id)`;
  const rows = await tx
    .select()
    .from(signInMarks)
    .innerJoin(
      wanted,
      and(
        eq(signInMarks.category, sql`wanted.category`),
        eq(signInMarks.createdAt, sql`wanted.created_at`),
        eq(signInMarks.id, sql`wanted.id`),
      ),
    )
    .where(eq(signInMarks.tenantId, tenantId));
  return new Map(rows.map(({ sign_in_marks: row }) => [markId(row), markOf(row)]));
}

/** Under which key {@link readMarks} answers. */
export function markId({ category, createdAt, id }: MarkKey): string {
  return `${category} ${createdAt.getTime()} ${id}`;
}

function markOf(row: typeof signInMarks.$inferSelect): SignInMark {
  return {
    verdict:
      row.verdict && row.verdictAt ? { word: row.verdict, at: row.verdictAt, byName: row.verdictByName ?? "" } : null,
    answer: row.answer && row.answeredAt ? { word: row.answer, at: row.answeredAt } : null,
  };
}

function onlyKey({ category, createdAt, id }: MarkKey): MarkKey {
  return { category, createdAt, id };
}

function isKey({ tenantId }: TenantTransaction, { category, createdAt, id }: MarkKey): SQL {
  return and(
    eq(signInMarks.tenantId, tenantId),
    eq(signInMarks.category, category),
    eq(signInMarks.createdAt, createdAt),
    eq(signInMarks.id, id),
  ) as SQL;
}

/** A statement about a sign-in: which of the two, and its word; without one whatever was said. */
export interface MarkCondition {
  said: "verdict" | "answer";
  word?: string;
}

/** Beyond this many marks the rows are looked through for them, instead of the marks being looked up. */
export const MAX_MARKS_LISTED = 500;

/**
 * The sign-ins of a category and range about which something was said: as a condition on `sign_ins`, and the UTC days
 * that hold them. Marks are few, so their ids are listed as a rule: every day has an index on ids.
 */
export async function markedAs(
  tenant: TenantTransaction,
  { category, range }: { category: number; range: Interval },
  condition: MarkCondition,
): Promise<{ condition: SQL; intervals: Interval[] }> {
  const { tx, tenantId } = tenant;
  const marks = await tx
    .select({ id: signInMarks.id, createdAt: signInMarks.createdAt })
    .from(signInMarks)
    .where(
      and(
        eq(signInMarks.tenantId, tenantId),
        eq(signInMarks.category, category),
        gte(signInMarks.createdAt, range.from),
        lt(signInMarks.createdAt, range.to),
        says(condition),
      ),
    )
    .orderBy(asc(signInMarks.createdAt))
    .limit(MAX_MARKS_LISTED + 1);
  const exists = isMarked(tenant, condition);
  if (marks.length > MAX_MARKS_LISTED) return { condition: exists, intervals: [range] };
  const ids = sql`${signIns.id} = any(${textArray(marks.map(({ id }) => id))}::text[])`;
  return { condition: and(ids, exists) as SQL, intervals: daysOf(marks.map(({ createdAt }) => createdAt)) };
}

/** The sign-ins about which it was not said. */
export function notMarkedAs(tenant: TenantTransaction, condition: MarkCondition): SQL {
  return not(isMarked(tenant, condition));
}

function isMarked({ tx, tenantId }: TenantTransaction, condition: MarkCondition): SQL {
  const marks = tx
    .select({ one: sql`1` })
    .from(signInMarks)
    .where(
      and(
        eq(signInMarks.tenantId, tenantId),
        eq(signInMarks.category, signIns.category),
        eq(signInMarks.createdAt, signIns.createdAt),
        eq(signInMarks.id, signIns.id),
        says(condition),
      ),
    );
  return sql`exists (${marks})`;
}

function says({ said, word }: MarkCondition): SQL {
  const column = signInMarks[said];
  return word === undefined ? isNotNull(column) : eq(sql`${column}`, word);
}

/** The UTC days that hold these times, joined. */
export function daysOf(times: readonly Date[]): Interval[] {
  return joinIntervals(
    times.map((at) => ({ from: startOfUtcDay(at), to: new Date(startOfUtcDay(at).getTime() + DAY_MS) })),
  );
}

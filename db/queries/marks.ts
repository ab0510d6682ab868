/** What people said about single sign-ins (`sign_in_marks`): few rows beside many. */
import { and, eq, type SQL, sql } from "drizzle-orm";
import { plainArray, textArray, timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInMarks } from "@/db/schema";
import type { SignInMark, Verdict } from "@/lib/model/sign-in-marks";

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

/** The marks of unusual sign-ins (`sign_in_findings`): few rows beside many. */
import { and, eq, sql } from "drizzle-orm";
import { plainArray, textArray, timeArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInFindings } from "@/db/schema";
import { secondOf, type Trace, type Unusual } from "@/lib/model/unusual";
import { type MarkKey, markId } from "../marks";

/** How the kinds of reasons are stored. */
export const KIND_BITS: Readonly<Record<Unusual["kind"], number>> = { country: 1, device: 2, travel: 4, burst: 8 };

export interface Finding {
  trace: Pick<Trace, "category" | "atMs" | "id">;
  reasons: readonly Unusual[];
}

/** The reasons of the given sign-ins, by `markId`; those that are like others are not in it. */
export async function readFindings(
  { tx, tenantId }: TenantTransaction,
  keys: readonly MarkKey[],
): Promise<ReadonlyMap<string, readonly Unusual[]>> {
  if (keys.length === 0) return new Map();
  const { category, createdAt, id, reasons } = signInFindings;
  const rows = await tx
    .select({ category, createdAt, id, reasons })
    .from(signInFindings)
    .innerJoin(
      wantedKeys(keys),
      and(
        eq(signInFindings.category, sql`wanted.category`),
        eq(signInFindings.createdAt, sql`wanted.created_at`),
        eq(signInFindings.id, sql`wanted.id`),
      ),
    )
    .where(eq(signInFindings.tenantId, tenantId));
  return new Map(rows.map((row) => [markId(row), row.reasons]));
}

/** Makes these the marks of the given sign-ins; without reasons there is none. */
export async function writeFindings(tenant: TenantTransaction, findings: readonly Finding[]): Promise<void> {
  const { tx, tenantId } = tenant;
  const found = findings.filter(({ reasons }) => reasons.length > 0);
  const usual = findings.filter(({ reasons }) => reasons.length === 0);
  if (usual.length > 0) {
    await tx.execute(sql`delete from sign_in_findings f using ${wantedKeys(usual.map(keyOf))}
      where f.tenant_id = ${tenantId}::uuid and f.category = wanted.category and f.created_at = wanted.created_at
        and f.id = wanted.id`);
  }
  if (found.length === 0) return;
  const kinds = found.map(({ reasons }) => reasons.reduce((bits, { kind }) => bits | KIND_BITS[kind], 0));
  const [categories, times, ids] = columnsOf(found.map(keyOf));
  await tx.execute(sql`
    insert into sign_in_findings (tenant_id, category, created_at, id, kinds, reasons)
    select ${tenantId}::uuid, u.category, u.created_at, u.id, u.kinds, u.reasons::json
    from unnest(${categories}::smallint[], ${times}::timestamptz[], ${ids}::text[], ${plainArray(kinds)}::smallint[],
      ${textArray(found.map(({ reasons }) => JSON.stringify(reasons)))}::text[]) u (category, created_at, id, kinds, reasons)
    order by u.category, u.created_at, u.id
    on conflict (tenant_id, category, created_at, id) do update set kinds = excluded.kinds, reasons = excluded.reasons`);
}

function keyOf({ trace: { category, atMs, id } }: Finding): MarkKey {
  return { category, createdAt: new Date(secondOf(atMs)), id };
}

function wantedKeys(keys: readonly MarkKey[]) {
  const [categories, times, ids] = columnsOf(keys);
  return sql`unnest(${categories}::smallint[], ${times}::timestamptz[], ${ids}::text[]) as wanted (category, created_at, id)`;
}

function columnsOf(keys: readonly MarkKey[]): [categories: string, times: string, ids: string] {
  return [
    plainArray(keys.map(({ category }) => category)),
    timeArray(keys.map(({ createdAt }) => createdAt)),
    textArray(keys.map(({ id }) => id)),
  ];
}

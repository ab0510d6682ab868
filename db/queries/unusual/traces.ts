/** Sign-ins as the rules for unusual ones see them: few columns, and whether their person denied them. */
import { and, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import { plainArray } from "@/db/array-literal";
import type { TenantTransaction } from "@/db/client";
import { signInDays, signInMarks, signIns } from "@/db/schema";
import { DAY_KINDS } from "@/lib/model/facets";
import { type Interval, stepsNewestFirst } from "@/lib/model/intervals";
import { statusByCode } from "@/lib/model/status";
import type { Trace } from "@/lib/model/unusual";
import { daysOf } from "../marks";
import { OWN_CATEGORIES } from "../own-sign-ins/own-page";

export interface PersonTrace {
  principalKey: string;
  trace: Trace;
}

export interface ArrivedTrace extends PersonTrace {
  /** It had been there before, with other content. */
  changed: boolean;
}

/** The users' sign-ins that batches brought or changed last, in no order. Who is nobody has no habits. */
export async function readArrivals(tenant: TenantTransaction, batchIds: readonly string[]): Promise<ArrivedTrace[]> {
  const ofBatches = sql`${signIns.batchId} = any(${plainArray(batchIds)}::uuid[])`;
  return selectTraces(
    tenant,
    and(ofBatches, inArray(signIns.category, [...OWN_CATEGORIES]), sql`${signIns.principalKey} <> ''`),
  );
}

interface HistoryQuery {
  principalKey: string;
  from: Date;
  /** Of batches after this number nothing is read: it comes with them. */
  throughSeq: number;
  limit: number;
}

/** The newest sign-ins of a user that are judged, newest first. The daily roll-up says on which days there are any. */
export async function readJudgedHistory(
  tenant: TenantTransaction,
  { principalKey, from, throughSeq, limit }: HistoryQuery,
): Promise<PersonTrace[]> {
  const known = sql`${signIns.batchId} not in (select u.batch_id from ingest_batches u
    where u.tenant_id = ${tenant.tenantId}::uuid and (u.seq is null or u.seq > ${throughSeq}))`;
  const own = and(inArray(signIns.category, [...OWN_CATEGORIES]), eq(signIns.principalKey, principalKey), known);
  const found: PersonTrace[] = [];
  for (const step of stepsNewestFirst(await daysOfUser(tenant, principalKey, from))) {
    found.push(...(await readNewestTraces(tenant, own, step, limit - found.length)));
    if (found.length >= limit) break;
  }
  return found;
}

async function daysOfUser({ tx, tenantId }: TenantTransaction, principalKey: string, from: Date): Promise<Interval[]> {
  const rows = await tx
    .selectDistinct({ day: signInDays.day })
    .from(signInDays)
    .where(
      and(
        eq(signInDays.tenantId, tenantId),
        inArray(signInDays.category, [...OWN_CATEGORIES]),
        eq(signInDays.kind, DAY_KINDS.principal),
        eq(signInDays.key, principalKey),
        gte(signInDays.day, from.toISOString().slice(0, 10)),
      ),
    );
  return daysOf(rows.map(({ day }) => new Date(`${day}T00:00:00Z`)));
}

/** The newest of a stretch for which a condition holds, newest first. */
export function readNewestTraces(
  tenant: TenantTransaction,
  condition: SQL | undefined,
  { from, to }: Interval,
  limit: number,
): Promise<PersonTrace[]> {
  const within = and(condition, gte(signIns.createdAt, from), lt(signIns.createdAt, to));
  return selectTraces(tenant, within, limit);
}

async function selectTraces(
  { tx, tenantId }: TenantTransaction,
  condition: SQL | undefined,
  newest?: number,
): Promise<ArrivedTrace[]> {
  const query = tx
    .select({
      principalKey: signIns.principalKey,
      firstBatchId: signIns.firstBatchId,
      category: signIns.category,
      createdAt: signIns.createdAt,
      createdMs: signIns.createdMs,
      id: signIns.id,
      status: signIns.status,
      country: signIns.country,
      city: signIns.city,
      deviceId: signIns.deviceId,
      os: signIns.os,
      browser: signIns.browser,
      address: signIns.ipText,
      denied: sql<boolean>`coalesce(${signInMarks.answer} = 'notMe', false)`,
    })
    .from(signIns)
    .leftJoin(
      signInMarks,
      and(
        eq(signInMarks.tenantId, tenantId),
        eq(signInMarks.category, signIns.category),
        eq(signInMarks.createdAt, signIns.createdAt),
        eq(signInMarks.id, signIns.id),
      ),
    )
    .where(and(eq(signIns.tenantId, tenantId), condition))
    .$dynamic();
  const rows = await (newest === undefined
    ? query
    : query.orderBy(desc(signIns.createdAt), desc(signIns.createdMs)).limit(newest));
  return rows.map(({ principalKey, firstBatchId, createdAt, createdMs, status, ...rest }) => ({
    ...{ principalKey, changed: firstBatchId !== null },
    trace: { ...rest, atMs: createdAt.getTime() + createdMs, status: statusByCode(status) },
  }));
}

/** The pairs that sign-ins make, and how they are entered. */
import { type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { PAIR_KINDS } from "@/lib/model/pairs";
import { STATUS_CODES } from "@/lib/model/status";
import { forgetTotals, forgetTotalsOf } from "./totals";

/** What of a sign-in its pairs are made of. */
export const PAIR_COLUMNS = sql.raw(
  "s.category, s.status, s.principal_key, s.application_key, s.resource_key, s.ip_text, s.country, s.device_id",
);

const K = PAIR_KINDS;
const USER = "e.category <= 2";
const ofPrincipal = (user: number, service: number, column: string) =>
  `(case when ${USER} then ${user} else ${service} end, e.principal_key, e.${column})`;
const PAIRS = sql.raw(
  [
    ofPrincipal(K.userApplication, K.serviceApplication, "application_key"),
    ofPrincipal(K.userResource, K.serviceResource, "resource_key"),
    ofPrincipal(K.userAddress, K.serviceAddress, "ip_text"),
    ofPrincipal(K.userCountry, K.serviceCountry, "country"),
    `(case when ${USER} then ${K.userDevice} end, e.principal_key, e.device_id)`,
    `(${K.applicationResource}, e.application_key, e.resource_key)`,
    `(${K.applicationAddress}, e.application_key, e.ip_text)`,
    `(${K.applicationCountry}, e.application_key, e.country)`,
  ].join(", "),
);

/** What is read by the other side, and much of it at a time. */
const WITH_MANY = [K.userApplication, K.serviceApplication, K.userResource, K.serviceResource];

/** Each pair with how often it occurs, and whether it succeeded. @param events a query of {@link PAIR_COLUMNS}. */
export function pairsOf(events: SQL): SQL {
  return sql`select p.kind, p.a, p.b, count(*)::integer as n, bool_or(e.status = ${STATUS_CODES.success}) as succeeded
    from (${events}) e cross join lateral (values ${PAIRS}) p (kind, a, b)
    where p.kind is not null and p.a <> '' and p.b <> '' group by p.kind, p.a, p.b`;
}

/** The UTC day whose slot is written. */
export interface PairDay {
  /** First instant. */
  from: Date;
  to: Date;
  slot: number;
  bits: string;
}

/** Adds one day's pairs to what is known of that day. */
export async function addPairs({ tx, tenantId }: TenantTransaction, day: PairDay, pairs: SQL): Promise<void> {
  await tx.execute(sql`
    with changed as (
      ${insertPairs(tenantId, day, pairs)}
      on conflict (tenant_id, kind, a, b) do update set n = s.n + excluded.n, days = s.days | excluded.days,
        success_days = s.success_days | excluded.success_days,
        ${element(day)} = coalesce(s.${element(day)}, 0) + excluded.n
      returning s.kind, s.a, s.b)
    ${forgetTotalsOf(tenantId, sql`changed`)}`);
}

/** Makes a day's pairs exactly those given; rows that are so already are left alone. */
export async function replacePairs(tenant: TenantTransaction, day: PairDay, pairs: SQL): Promise<void> {
  const { tx, tenantId } = tenant;
  const bits = sql`${day.bits}::bigint`;
  await tx.execute(sql`
    with fresh as materialized (${pairs})
    update sign_in_pairs s set n = s.n - coalesce(s.${element(day)}, 0), days = s.days & ~${bits},
      success_days = s.success_days & ~${bits}, ${element(day)} = null
    where s.tenant_id = ${tenantId}::uuid and s.days & ${bits} <> 0
      and not exists (select from fresh f where f.kind = s.kind and f.a = s.a and f.b = s.b)`);
  await tx.execute(sql`
    ${insertPairs(tenantId, day, pairs)}
    on conflict (tenant_id, kind, a, b) do update set n = s.n - coalesce(s.${element(day)}, 0) + excluded.n,
      days = s.days | excluded.days, success_days = s.success_days & ~${bits} | excluded.success_days,
      ${element(day)} = excluded.n
    where s.${element(day)} is distinct from excluded.n or s.success_days & ${bits} <> excluded.success_days`);
  await tx.execute(sql`delete from sign_in_pairs s where s.tenant_id = ${tenantId}::uuid and s.days = 0`);
  await forgetTotals(tenant);
}

/**
 * New rows come to lie in the order in which they are entered. An application or a resource is read with all of its
 * thousands of users at once, so these stand together: reading them takes a third of the time.
 */
const READ_TOGETHER = sql.raw(`f.kind, case when f.kind in (${WITH_MANY.join(", ")}) then f.b else f.a end, f.a, f.b`);

function insertPairs(tenantId: string, { slot, bits }: PairDay, pairs: SQL): SQL {
  return sql`
    insert into sign_in_pairs as s (tenant_id, days, success_days, n, kind, a, b, counts)
    select ${tenantId}::uuid, ${bits}::bigint, case when f.succeeded then ${bits}::bigint else 0 end, f.n, f.kind, f.a, f.b,
      array_fill(f.n, array[1], array[${sql.raw(String(slot + 1))}])
    from (${pairs}) f order by ${READ_TOGETHER}`;
}

/** Written out: PostgreSQL takes no parameter for an element that is assigned to. */
function element({ slot }: PairDay): SQL {
  return sql.raw(`counts[${slot + 1}]`);
}

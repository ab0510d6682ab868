/** Sign-ins by the hundred thousand, made by the database itself, with roll-ups that equal a recount. */
import type { Sql } from "postgres";
import { FACETS } from "@/lib/model/facets";
import { DAY_MS } from "@/lib/model/retention";
import { countSpans } from "./large-tenant";

export interface DaysToFill {
  tenantId: string;
  /** Start of the first UTC day. */
  from: Date;
  days: number;
  perDay: number;
}

const columnOfFacet = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** As the owner, past ingest. People, addresses and applications recur as in an organisation of some thousand. */
export async function fillDays(owner: Sql, { tenantId, from, days, perDay }: DaysToFill): Promise<void> {
  for (let day = 0; day < days; day++) await fillDay(owner, tenantId, new Date(from.getTime() + day * DAY_MS), perDay);
  await countSpans(owner, tenantId, 1);
}

async function fillDay(owner: Sql, tenantId: string, day: Date, events: number): Promise<void> {
  const to = new Date(day.getTime() + DAY_MS);
  const name = day.toISOString().slice(0, 10);
  await owner`select app.ensure_partition(${name}::date)`;
  await owner`
    insert into sign_in_details (tenant_id, category, created_at, id, hashes, rest)
    select ${tenantId}, 1, date_trunc('second', ${day}::timestamptz + n * (interval '1 day' / ${events}::int)), ${name} || '-' || n,
      array[md5(n::text)::uuid],
      '{"authenticationDetails":"' || md5(n::text) || repeat(md5((n % 50)::text), 12) || '"}'
    from generate_series(0, ${events - 1}::int) n`;
  await owner`
    insert into sign_ins (tenant_id, category, created_at, id, created_ms, status, error_code, batch_id, group_key,
      principal_key, principal_name, principal_upn, application_key, application_name, resource_key, resource_name,
      correlation_id, ip, ip_text, country, city, client_app, os, browser, conditional_access)
    select tenant_id, category, created_at, id, 0, case error when 0 then 1 else 2 end, error, ${tenantId}, md5(concat_ws(chr(32), who, app, address, error))::uuid,
      'user-' || who, 'User ' || who, 'user-' || who || '@bench.example', 'app-' || app, 'App ' || app, 'resource-' || app % 8,
      'Resource ' || app % 8, md5(id), address::inet, address, country, country || ' City', 'Browser', 'Windows', 'Edge',
      'notApplied'
    from (
      select d.*, hash % 3000 as who, hash / 3000 % 40 as app, '198.51.' || hash % 3000 % 200 || '.' || hash % 3000 / 200 as address,
        (array['NO', 'SE', 'DK', 'DE'])[1 + hash % 3000 % 4] as country, case when hash % 23 = 0 then 50126 else 0 end as error
      from (select *, abs(hashtext(id)) as hash from sign_in_details
        where tenant_id = ${tenantId} and created_at >= ${day} and created_at < ${to}) d) e`;
  await countDay(owner, tenantId, day, to);
}

async function countDay(owner: Sql, tenantId: string, from: Date, to: Date): Promise<void> {
  const these = owner`tenant_id = ${tenantId} and created_at >= ${from} and created_at < ${to}`;
  await owner`
    insert into sign_in_hours select tenant_id, category, date_trunc('hour', created_at, 'UTC'), group_key, count(*),
      min(created_at), max(created_at), min(status), min(error_code), min(principal_key), min(application_key), '',
      min(ip_text)
    from sign_ins where ${these} group by 1, 2, 3, 4`;
  for (const [kind, column] of ["principal_key", "application_key", "resource_key", "ip_text"].entries()) {
    await owner`
      insert into sign_in_days select tenant_id, (created_at at time zone 'UTC')::date, category, ${kind + 1},
        ${owner(column)}, count(*), count(*) filter (where status = 1),
        count(*) filter (where status = 2), bit_or(1 << extract(hour from created_at at time zone 'UTC')::int)
      from sign_ins where ${these} group by 1, 2, 3, 5`;
  }
  for (const [field, code] of Object.entries(FACETS)) {
    await owner`
      insert into sign_in_facets select tenant_id, category, ${code},
        coalesce(${owner(columnOfFacet(field))}::text, ''), date_trunc('hour', created_at, 'UTC'), status, count(*)
      from sign_ins where ${these} group by 1, 2, 4, 5, 6`;
  }
}

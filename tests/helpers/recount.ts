/** Recounts every roll-up from the events themselves, as the owner, and compares it with what ingest kept. */
import type { Sql } from "postgres";
import { expect } from "vitest";
import { DAY_KINDS, FACETS, POLICY_FACET } from "@/lib/model/facets";

const columnOfFacet = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Fails when any roll-up of the tenant differs from a recount of its events. */
export async function expectRollupsEqualRecount(owner: Sql, tenantId: string): Promise<void> {
  await expectHours(owner, tenantId);
  await expectDays(owner, tenantId);
  await expectSpans(owner, tenantId);
  await expectFacets(owner, tenantId);
  await expectDetails(owner, tenantId);
  await expectNames(owner, tenantId);
}

async function expectHours(owner: Sql, tenantId: string): Promise<void> {
  const recount = await owner`
    select category, date_trunc('hour', created_at, 'UTC') as hour, group_key, count(*)::int as n,
      min(created_at) as first_at, max(created_at) as last_at, min(status) as status, min(error_code) as error_code,
      min(principal_key) as principal_key, 
      case when category <= 2 then min(application_key) else '' end as application_key,
      case when category >= 2 then min(resource_key) else '' end as resource_key
    from sign_ins where tenant_id = ${tenantId} group by 1, 2, 3 order by 1, 3, 2`;
  const kept = await owner`
    select category, hour, group_key, n, first_at, last_at, status, error_code, principal_key, application_key,
      resource_key
    from sign_in_hours where tenant_id = ${tenantId} order by category, group_key, hour`;
  expect([...kept]).toEqual([...recount]);
}

async function expectDays(owner: Sql, tenantId: string): Promise<void> {
  for (const [kind, column] of [
    [DAY_KINDS.principal, "principal_key"],
    [DAY_KINDS.application, "application_key"],
    [DAY_KINDS.resource, "resource_key"],
    [DAY_KINDS.address, "ip_text"],
  ] as const) {
    const recount = await owner`
      select category, (created_at at time zone 'UTC')::date::text as day, coalesce(${owner(column)}, '') as key,
        count(*)::int as n, (count(*) filter (where status = 1))::int as successes,
        (count(*) filter (where status = 2))::int as failures,
        bit_or(1 << extract(hour from created_at at time zone 'UTC')::int) as hours
      from sign_ins where tenant_id = ${tenantId} group by 1, 2, 3 order by category, key, day`;
    const kept = await owner`
      select category, day::text as day, key, n, successes, failures, hours from sign_in_days
      where tenant_id = ${tenantId} and kind = ${kind} order by category, key, day`;
    // What changed its key leaves the bit of its hour behind.
    const hoursThatHold = kept.map((row, index) => ({ ...row, hours: row.hours & recount[index]?.hours }));
    expect(hoursThatHold).toEqual([...recount]);
  }
}

async function expectSpans(owner: Sql, tenantId: string): Promise<void> {
  for (const [kind, column] of [
    [DAY_KINDS.principal, "principal_key"],
    [DAY_KINDS.application, "application_key"],
  ] as const) {
    const recount = await owner`
      select category, ${owner(column)} as key, coalesce(
          bit_or(1::bigint << ((created_at at time zone 'UTC')::date - '1970-01-01'::date) % 64) filter (where status = 1), 0)
          as success_days, (count(*) filter (where status = 2))::int as failures
      from sign_ins where tenant_id = ${tenantId} and status in (1, 2) group by 1, 2 order by category, key`;
    const kept = await owner`
      select category, key, success_days, failures from sign_in_spans
      where tenant_id = ${tenantId} and kind = ${kind} order by category, key`;
    expect([...kept]).toEqual([...recount]);
  }
}

async function expectFacets(owner: Sql, tenantId: string): Promise<void> {
  for (const [field, code] of Object.entries(FACETS)) {
    const recount = await owner`
      select category, coalesce(${owner(columnOfFacet(field))}::text collate "C", '') as value,
        date_trunc('hour', created_at, 'UTC') as hour, status, count(*)::int as n
      from sign_ins where tenant_id = ${tenantId} group by 1, 2, 3, 4 order by category, value, hour, status`;
    const kept = await owner`
      select category, value, hour, status, n from sign_in_facets
      where tenant_id = ${tenantId} and field = ${code} order by category, value, hour, status`;
    expect([...kept]).toEqual([...recount]);
  }
  const policies = await owner`
    select category, policy::text collate "C" as value, date_trunc('hour', created_at, 'UTC') as hour, status,
      count(*)::int as n
    from sign_ins, unnest(policies) policy where tenant_id = ${tenantId} group by 1, 2, 3, 4
    order by category, value, hour, status`;
  const keptPolicies = await owner`
    select category, value, hour, status, n from sign_in_facets
    where tenant_id = ${tenantId} and field = ${POLICY_FACET} order by category, value, hour, status`;
  expect([...keptPolicies]).toEqual([...policies]);
}

/** Every sign-in has its details and the other way round. */
async function expectDetails(owner: Sql, tenantId: string): Promise<void> {
  const [row] = await owner`
    select count(*)::int as odd from
      (select category, created_at, id from sign_ins where tenant_id = ${tenantId}) s
      full join (select category, created_at, id from sign_in_details where tenant_id = ${tenantId}) d
        using (category, created_at, id)
    where s.id is null or d.id is null`;
  expect(row?.odd).toBe(0);
}

/** The dictionary misses no name that occurs in the log. */
async function expectNames(owner: Sql, tenantId: string): Promise<void> {
  const [row] = await owner`
    select count(*)::int as missing from (
      select distinct principal_key as key, case category when 3 then 5 when 4 then 6 else 1 end as kind,
        coalesce(principal_name, principal_key) as name from sign_ins where tenant_id = ${tenantId}
      union select distinct application_key, 2, coalesce(application_name, application_key) from sign_ins
        where tenant_id = ${tenantId}
      union select distinct resource_key, 3, coalesce(resource_name, resource_key) from sign_ins
        where tenant_id = ${tenantId}
      union select distinct user_agent, 8, user_agent from sign_ins where tenant_id = ${tenantId} and user_agent <> ''
      union select distinct device_id, 9, device_id from sign_ins where tenant_id = ${tenantId} and device_id <> '') used
    where key not like '~%' and not exists (select from sign_in_names n where n.tenant_id = ${tenantId}
      and n.kind = used.kind and n.key = used.key and n.name_key = lower(used.name))`;
  expect(row?.missing).toBe(0);
  const [policies] = await owner`
    select count(*)::int as missing from (
      select distinct ((policy >> 4) << 4)::text as key from sign_ins, unnest(policies) policy where tenant_id = ${tenantId}) used
    where not exists (select from sign_in_names n where n.tenant_id = ${tenantId} and n.kind = 7 and n.key = used.key)`;
  expect(policies?.missing).toBe(0);
}

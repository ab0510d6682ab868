/**
 * A tenant of millions of sign-ins in minutes: made by the database itself, as the owner, with the roll-ups recounted from
 * what was made. Values are common, rare and old on purpose, so that every filter can be asked for each.
 */
import type { Sql } from "postgres";
import { DAY_KINDS, FACET_NAME_KIND_BASE, FACETS, NAME_KINDS, POLICY_FACET } from "@/lib/model/facets";
import { policyOfNumber } from "@/lib/model/policy-results";
import { DAY_MS } from "@/lib/model/retention";
import { weighedPolicies } from "@/lib/records/policies";
import type { BenchDatabase } from "./harness";
import { progress } from "./harness";

export interface LargeTenant {
  tenantId: string;
  category: 1 | 2;
  events: number;
  days: number;
  now: Date;
  /** A fifth of the sign-ins is one group. */
  giant?: boolean;
  /**
   * So many users instead of 5,000, each with some applications, addresses and devices as people have them; half of the
   * sign-ins are to one application.
   */
  people?: number;
  /** They came in batches of so many, which are numbered; otherwise in one that nothing knows of. */
  batchSize?: number;
}

/** How often the rare values occur, however large the tenant. */
const RARE_SIGN_INS = 50;

const POLICIES = ["Second factor", "Known device", "Block old clients"].map((name, index) => ({
  id: `policy-${index}`,
  displayName: name,
}));
const RARE_POLICY = { id: "policy-rare", displayName: "Rare policy", result: "reportOnlyInterrupted" };
const OLD_POLICY = { id: "policy-old", displayName: "Old policy", result: "success" };

const numbersOf = (policies: object[]) =>
  weighedPolicies({ appliedConditionalAccessPolicies: policies as never }).map(({ number }) => number);
const COMMON_POLICIES = numbersOf(
  POLICIES.map((policy, index) => ({ ...policy, result: index === 0 ? "success" : "notApplied" })),
);

/** Fills the tenant. Partitions of its days are made; they are not sealed. */
export async function fillLargeTenant({ owner }: BenchDatabase, tenant: LargeTenant): Promise<void> {
  const startedAt = performance.now();
  const since = new Date(tenant.now.getTime() - tenant.days * DAY_MS);
  for (let at = since.getTime(); at <= tenant.now.getTime() + DAY_MS; at += DAY_MS) {
    await owner`select app.ensure_partition(${new Date(at).toISOString().slice(0, 10)}::date)`;
  }
  await insertSignIns(owner, tenant, since);
  await owner`analyze sign_ins`;
  await recountRollups(owner, tenant);
  await owner`analyze`;
  progress(`Made ${tenant.events} sign-ins in ${Math.round((performance.now() - startedAt) / 1000)} s`);
}

/** A value: old in the oldest 36 hours of the tenant once in a while, rare anywhere, else the common one. */
function value(common: string, rare: string, old: string): string {
  return `case when is_old then ${old} when is_rare then ${rare} else ${common} end`;
}

async function insertSignIns(
  owner: Sql,
  { tenantId, category, events, days, now, giant, people, batchSize }: LargeTenant,
  since: Date,
): Promise<void> {
  const step = (days * DAY_MS) / events / 1000;
  const rareOneIn = Math.max(Math.floor(events / RARE_SIGN_INS), 18);
  const columns: Record<string, string> = {
    tenant_id: `'${tenantId}'::uuid`,
    category: String(category),
    created_at: "at",
    id: "'r-' || lpad(n::text, 9, '0')",
    created_ms: "(n * 7) % 1000",
    status: "case when error_code = 0 then 1 when error_code = 50140 then 3 else 2 end",
    error_code: "error_code",
    batch_id: batchSize
      ? `md5('${tenantId} ' || n / ${batchSize})::uuid`
      : "'00000000-0000-7000-8000-000000000001'::uuid",
    group_key: "md5(concat_ws(' ', principal, application, resource, ip, error_code))::uuid",
    principal_key: "principal",
    principal_name: "'User ' || substr(principal, 6)",
    principal_upn: "principal || '@bench.example'",
    application_key: "application",
    application_name: "'Application ' || substr(application, 5)",
    resource_key: "resource",
    resource_name: "'Resource ' || substr(resource, 10)",
    correlation_id: "'c-' || lpad((n / 2)::text, 9, '0')",
    ip: "ip::inet",
    ip_text: "ip",
    country: value("case when n % 10 < 6 then 'NO' when n % 10 < 9 then 'SE' else 'DE' end", "'IS'", "'FJ'"),
    state: value("'State ' || n % 40", "'Rare state'", "'Old state'"),
    city: value("'City ' || n % 200", "'Rare city'", "'Old city'"),
    client_app: value(
      "case when n % 3 = 0 then 'Browser' else 'Mobile Apps and Desktop clients' end",
      "'IMAP4'",
      "'POP3'",
    ),
    os: value("case when n % 5 < 4 then 'Windows 10' else 'Ios 17' end", "'Linux'", "'Windows 7'"),
    browser: value("'Edge ' || 120 + n % 12", "'Lynx 2'", "'IE 11'"),
    conditional_access: value("case when n % 2 = 0 then 'success' else 'notApplied' end", "'failure'", "'failure'"),
    authentication_requirement: value("'single'", "'multi'", "'multi'"),
    user_type: value("'Member'", "'Guest'", "'External'"),
    risk_level: value("'none'", "'high'", "'medium'"),
    risk_state: value("'none'", "'atRisk'", "'remediated'"),
    device_id: value(
      people ? "'device-' || p || '-' || n % 2" : "'device-' || (n * 31) % 4000",
      "'device-rare'",
      "'device-old'",
    ),
    user_agent: value("'Mozilla/5.0 (Common ' || n % 60 || ')'", "'RareAgent/1.0'", "'OldAgent/1.0'"),
    policies: value(
      `'{${COMMON_POLICIES}}'::bigint[]`,
      `'{${numbersOf([RARE_POLICY])}}'::bigint[]`,
      `'{${numbersOf([OLD_POLICY])}}'::bigint[]`,
    ),
  };
  const giantSize = giant ? 5 : 0;
  const person = people ? `floor(${people} * power((hashint8(n) & 16777215) / 16777216.0, 2))::int` : "0";
  const [principal, application, resource, ip] = people
    ? [
        "p",
        "case when n % 2 = 0 then 'app-office' else 'app-' || (p + n / 2 % 6) % 40 end",
        "'resource-' || (p + n % 4) % 12",
        "'10.' || p % 8 || '.' || (p / 8 + n % 3 * 83) % 250 || '.7'",
      ]
    : [
        "floor(5000 * power(hash, 2))::int",
        "'app-' || (n * 13) % 40",
        "'resource-' || n % 12",
        "'10.' || floor(8 * hash)::int || '.' || (n * 17) % 250 || '.7'",
      ];
  const names = Object.keys(columns).join(", ");
  // Indexes afterwards: row by row they would cost several times the rows.
  await owner.unsafe("drop index sign_ins_group, sign_ins_id, sign_ins_batch");
  await owner.unsafe(`
    insert into sign_ins (${names}) select ${Object.values(columns).join(", ")} from (
      select n, p, at, is_rare, is_old,
        case when is_giant then 0 when is_rare then 50140 when is_old then 53003 when n % 20 = 0 then 50126 else 0 end as error_code,
        case when is_giant then 'user-robot' when is_rare then 'user-rare' when is_old then 'user-old'
          else 'user-' || ${principal} end as principal,
        case when is_giant then 'app-robot' when is_rare then 'app-rare' when is_old then 'app-old' else ${application} end as application,
        case when is_rare then 'resource-rare' when is_old then 'resource-old' else ${resource} end as resource,
        case when is_giant then '203.0.113.1' when is_rare then '198.51.100.1' when is_old then '198.51.100.2'
          else ${ip} end as ip
      from (
        select n, date_trunc('second', '${since.toISOString()}'::timestamptz + n * interval '${step} seconds') as at,
          (hashint8(n) & 65535) / 65536.0 as hash, ${person} as p,
          ${giantSize} > 0 and n % ${giantSize || 1} = 0 as is_giant,
          n % ${rareOneIn} = 17 as is_rare,
          n % 5000 = 23 and n * ${step} < 129600 as is_old
        from generate_series(0::bigint, ${events - 1}::bigint) n) made) valued
    where at < '${now.toISOString()}'::timestamptz`);
  await owner.unsafe("create index sign_ins_group on sign_ins (tenant_id, category, group_key, created_at, id)");
  await owner.unsafe("create index sign_ins_id on sign_ins (tenant_id, id)");
  await owner.unsafe("create index sign_ins_batch on sign_ins (tenant_id, batch_id)");
  if (!batchSize) return;
  await owner.unsafe(`
    insert into ingest_batches (tenant_id, batch_id, received_at, source, accepted, updated, seq)
    select '${tenantId}'::uuid, md5('${tenantId} ' || batch)::uuid, now(), 'bench', ${batchSize}, 0, batch + 1
    from generate_series(0::bigint, ${Math.ceil(events / batchSize) - 1}::bigint) batch`);
  await owner.unsafe(`insert into ingest_sequences values ('${tenantId}'::uuid, ${Math.ceil(events / batchSize)})`);
}

const columnOf = (field: string) => field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

async function recountRollups(owner: Sql, { tenantId, category }: LargeTenant): Promise<void> {
  const where = `where tenant_id = '${tenantId}'::uuid and category = ${category}`;
  const noApplication = category > 2;
  await owner.unsafe(`
    insert into sign_in_hours
    select tenant_id, category, date_trunc('hour', created_at, 'UTC'), group_key, count(*), min(created_at), max(created_at),
      min(status), min(error_code), min(principal_key), ${noApplication ? "''" : "min(application_key)"}, 
      ${category === 1 ? "''" : "min(resource_key)"}, min(ip_text)
    from sign_ins ${where} group by 1, 2, 3, 4`);
  // Hour after hour, as they come: what is counted of one hour lies together.
  const facets = Object.entries(FACETS).map(([field, code]) => `(${code}, coalesce(${columnOf(field)}::text, ''))`);
  await owner.unsafe(`
    insert into sign_in_facets
    select tenant_id, category, v.field, v.value, date_trunc('hour', created_at, 'UTC'), status, count(*)
    from sign_ins cross join lateral (values ${facets.join(", ")}) v (field, value) ${where} group by 1, 2, 3, 4, 5, 6
    order by 5`);
  await owner.unsafe(`
    insert into sign_in_facets
    select tenant_id, category, ${POLICY_FACET}, policy::text, date_trunc('hour', created_at, 'UTC'), status, count(*)
    from sign_ins cross join lateral unnest(policies) policy ${where} group by 1, 2, 3, 4, 5, 6
    order by 5`);
  const kinds = {
    principal: "principal_key",
    application: "application_key",
    resource: "resource_key",
    address: "ip_text",
  };
  for (const [kind, column] of Object.entries(kinds)) {
    await owner.unsafe(`
      insert into sign_in_days
      select tenant_id, (created_at at time zone 'UTC')::date, category, ${DAY_KINDS[kind as keyof typeof DAY_KINDS]},
        ${column}, count(*), count(*) filter (where status = 1), count(*) filter (where status = 2),
        bit_or(1 << extract(hour from created_at at time zone 'UTC')::int)
      from sign_ins ${where} group by 1, 2, 3, 5`);
  }
  await countSpans(owner, tenantId, category);
  await enterNames(owner, tenantId, where);
}

/** From the daily counts, as the migration does. */
export async function countSpans(owner: Sql, tenantId: string, category: number): Promise<void> {
  await owner.unsafe(`
    insert into sign_in_spans
    select tenant_id, category, kind, key,
      coalesce(bit_or(1::bigint << ((day - date '1970-01-01') % 64)) filter (where successes > 0), 0), sum(failures)
    from sign_in_days where tenant_id = '${tenantId}'::uuid and category = ${category} and kind in (1, 2)
      and (successes > 0 or failures > 0)
    group by tenant_id, category, kind, key`);
}

async function enterNames(owner: Sql, tenantId: string, where: string): Promise<void> {
  const named: readonly (readonly [number, string, string])[] = [
    [NAME_KINDS.user, "principal_key", "principal_name"],
    [NAME_KINDS.user, "principal_key", "principal_upn"],
    [NAME_KINDS.application, "application_key", "application_name"],
    [NAME_KINDS.resource, "resource_key", "resource_name"],
    [NAME_KINDS.userAgent, "user_agent", "user_agent"],
    [NAME_KINDS.device, "device_id", "device_id"],
    ...Object.keys(FACETS)
      .filter((field) => field !== "errorCode")
      .map(
        (field) =>
          [FACET_NAME_KIND_BASE + FACETS[field as keyof typeof FACETS], columnOf(field), columnOf(field)] as const,
      ),
  ];
  for (const [kind, key, name] of named) {
    await owner.unsafe(`
      insert into sign_in_names select tenant_id, ${kind}, ${key}, lower(min(${name})), min(${name}), current_date
      from sign_ins ${where} and ${key} is not null group by tenant_id, ${key}, lower(${name}) on conflict do nothing`);
  }
  // Sortable keys of IPv4 addresses, as lib/model/addresses.ts makes them.
  await owner.unsafe(`
    insert into sign_in_names select tenant_id, ${NAME_KINDS.address}, ip_text,
      '4:' || (select string_agg(lpad(to_hex(part::int), 2, '0'), '' order by place) from unnest(string_to_array(ip_text, '.')) with ordinality p (part, place)),
      ip_text, current_date
    from (select distinct tenant_id, ip_text from sign_ins ${where}) a on conflict do nothing`);
  for (const policy of [...POLICIES, RARE_POLICY, OLD_POLICY]) {
    const [number = ""] = numbersOf([policy]);
    for (const name of [policy.displayName, policy.id]) {
      await owner`insert into sign_in_names values (${tenantId}, ${NAME_KINDS.policy}, ${policyOfNumber(number)}, ${name.toLowerCase()}, ${name}, current_date)
        on conflict do nothing`;
    }
  }
}

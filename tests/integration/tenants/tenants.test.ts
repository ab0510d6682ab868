import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ACCESS_TABLES, DATA_TABLES, LAST_TABLES } from "@/db/queries/tenant-removal";
import { systemScope } from "@/lib/access/system-scope";
import { ConflictError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { DAY_MS } from "@/lib/model/retention";
import { createClient } from "@/lib/services/clients/create-client";
import { generateForTenant } from "@/lib/services/generate/generate-for-tenant";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { foldTenant } from "@/lib/services/pairs/fold-pairs";
import { keepTotals } from "@/lib/services/pairs/keep-totals";
import { createTenant } from "@/lib/services/tenants/create-tenant";
import { deleteTenant } from "@/lib/services/tenants/delete-tenant";
import { getTenant } from "@/lib/services/tenants/get-tenant";
import { listTenants } from "@/lib/services/tenants/list-tenants";
import { setLicense } from "@/lib/services/tenants/set-license";
import { judgeTenant } from "@/lib/services/unusual/judge-sign-ins";
import { createUser } from "@/lib/services/users/create-user";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import { asRecords } from "../../helpers/events";
import { expectRollupsEqualRecount } from "../../helpers/recount";

let database: TestDatabase;
let owner: Sql;
const now = new Date();

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  owner = postgres(database.ownerUrl, { max: 1 });
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

const make = (slug: string, license = "premium_p2") =>
  createTenant({ slug, name: slug, domain: `${slug}.example`, license }, { now });

describe("creating a tenant", () => {
  it("makes it findable by slug, with its domain lower-cased", async () => {
    const tenant = await createTenant(
      { slug: "elm", name: " Elm & Co ", domain: "Elm.Example", license: "free" },
      { now },
    );
    expect(await getTenant("elm")).toEqual(tenant);
    expect(tenant).toMatchObject({ name: "Elm & Co", domain: "elm.example", license: "free", downgradedFrom: null });
    expect((await listTenants()).map(({ slug }) => slug)).toContain("elm");
  });

  it("is the first entry of the tenant's own audit log", async () => {
    const { tenantId } = await make("rowan", "premium_p1");
    const audits = await owner`select activity, actor_name as actor, target_id as target, changes, at
      from audit_events where tenant_id = ${tenantId}`;
    expect(audits).toHaveLength(1);
    expect(audits[0]).toMatchObject({ activity: "Create tenant", actor: "operator", target: tenantId, at: now });
    expect(audits[0]?.changes).toContainEqual({ property: "License", before: null, after: "Premium P1" });
  });

  it("names every field that is wrong", async () => {
    const wrong = createTenant({ slug: "api", name: "", domain: "nowhere", license: "gold" }, { now });
    await expect(wrong).rejects.toThrow(InvalidInputError);
    await expect(wrong).rejects.toMatchObject({
      problems: {
        slug: expect.any(String),
        name: expect.any(String),
        domain: expect.any(String),
        license: expect.any(String),
      },
    });
  });

  it("refuses a slug and a domain that are taken, and leaves nothing behind", async () => {
    await make("fir");
    await expect(make("fir")).rejects.toThrow(ConflictError);
    const sameDomain = createTenant({ slug: "fir-two", name: "x", domain: "fir.example", license: "free" }, { now });
    await expect(sameDomain).rejects.toThrow(/domain fir\.example/);
    await expect(getTenant("fir-two")).rejects.toThrow(NotFoundError);
    expect(await owner`select from tenant_slugs where slug = 'fir-two'`).toHaveLength(0);
    const [{ n } = { n: 0 }] = await owner`select count(*)::int as n from tenants where domain = 'fir.example'`;
    expect(n).toBe(1);
  });

  it("lets only one of many win who ask for the same slug at once", async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => make("gorse")));
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});

describe("changing a license", () => {
  const day = (n: number) => new Date(now.getTime() + n * DAY_MS);

  it("remembers, after a downgrade, the license whose retention still protects what is stored", async () => {
    await make("hazel");
    expect(await setLicense("hazel", "free", { now: day(1) })).toMatchObject({
      ...{ license: "free", downgradedFrom: "premium_p2", licenseChangedAt: day(1) },
    });
  });

  it("forgets it after an upgrade to a license that keeps as long", async () => {
    await make("ivy", "free");
    await setLicense("ivy", "premium_p1", { now: day(1) });
    await setLicense("ivy", "free", { now: day(2) });
    expect(await setLicense("ivy", "premium_p2", { now: day(3) })).toMatchObject({ downgradedFrom: null });
  });

  it("does not start the grace anew when the license is the same", async () => {
    await make("jasmine");
    await setLicense("jasmine", "free", { now: day(1) });
    expect(await setLicense("jasmine", "free", { now: day(5) })).toMatchObject({
      ...{ downgradedFrom: "premium_p2", licenseChangedAt: day(1) },
    });
  });

  it("protects nothing where as many days are kept as before", async () => {
    await make("kelp");
    expect(await setLicense("kelp", "premium_p1", { now: day(1) })).toMatchObject({ downgradedFrom: null });
  });

  it("refuses an unknown license and an unknown tenant", async () => {
    await expect(setLicense("kelp", "gold", { now })).rejects.toThrow(InvalidInputError);
    await expect(setLicense("nobody", "free", { now })).rejects.toThrow(NotFoundError);
  });
});

describe("deleting a tenant", () => {
  it("knows every table that holds a tenant's rows, with its whole key", async () => {
    const stored = await owner<{ name: string; key: string[] }[]>`
      select c.relname as name, array_agg(a.attname::text order by a.attname) as key
      from pg_class c
      join pg_index i on i.indrelid = c.oid and i.indisprimary
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
        and exists (select from pg_attribute t where t.attrelid = c.oid and t.attname = 'tenant_id')
      group by c.relname`;
    const known = [...ACCESS_TABLES, ...DATA_TABLES];
    expect(stored.map(({ name }) => name).sort()).toEqual([...known.map(({ name }) => name), ...LAST_TABLES].sort());
    for (const { name, key } of known) {
      const primary = stored.find((table) => table.name === name)?.key ?? [];
      expect([...key].sort(), name).toEqual(primary.filter((column) => column !== "tenant_id"));
    }
  });

  it("removes every row of it, in batches, and none of another tenant", async () => {
    const [gone, kept] = [await make("larch"), await make("maple")];
    for (const { slug, domain } of [gone, kept]) {
      const scope = await systemScope(slug, "test");
      await createUser(scope, { upn: `admin@${domain}`, displayName: "A", roles: ["global-administrator"] });
      await createClient(scope, { name: "x", permissions: ["SignInEvents.Write"] });
      await generateForTenant(scope, { events: 6000, days: 2, seed: slug, now, tenantDomain: domain });
      await foldTenant(scope);
      await keepTotals(scope, { many: 1 });
      await judgeTenant(scope, { now });
      await owner`insert into sign_in_habit_changes values (${scope.tenantId}, 'x', ${scope.tenantId}, ${now})`;
      await owner`insert into sign_in_findings values (${scope.tenantId}, 1, ${now}, 'x', 1, '[]')`;
      await owner`insert into sign_in_pair_changes values (${scope.tenantId}, ${now}, ${scope.tenantId})`;
      const provisioning = { id: "p", activityDateTime: now.toISOString(), provisioningAction: "create" };
      await ingestRecords(scope, asRecords([{ not: "a sign-in" }, provisioning]), { source: "test", now });
      await owner`insert into token_grants select tenant_id, client_id, now(), client_id, null, '{}' from api_clients
        where tenant_id = ${scope.tenantId}`;
      await owner`insert into pending_sign_ins select tenant_id, client_id, now(), 1, '{}' from api_clients
        where tenant_id = ${scope.tenantId}`;
      for (const values of [
        ["second_factors", "'\\x01', now(), null, 0"],
        ["recovery_codes", "'\\x01'"],
        ["known_devices", "'\\x01', now(), now()"],
        ["password_links", "user_id, 'forgotten', null, now(), now(), null, null, 0, null, null"],
      ]) {
        await owner.unsafe(`insert into ${values[0]} select tenant_id, user_id, ${values[1]} from users
          where tenant_id = '${scope.tenantId}'`);
      }
      await owner`insert into single_sign_on values (${scope.tenantId}, 'i', 'c', '\\x01', true, now())`;
      await owner`insert into sso_states values (${scope.tenantId}, '\\x01', '\\x01', now())`;
      await owner`insert into sso_identities select tenant_id, 'i', 's', user_id, now() from users
        where tenant_id = ${scope.tenantId}`;
      await owner`insert into ingest_requests select tenant_id, client_id, 'key', client_id, now(), now() from api_clients
        where tenant_id = ${scope.tenantId}`;
      await owner`insert into report_windows select tenant_id, client_id, now(), 1 from api_clients
        where tenant_id = ${scope.tenantId}`;
      await owner`insert into password_attempts values (${scope.tenantId}, 'x', 1, now(), now())`;
      await owner`insert into user_preferences select tenant_id, user_id, 'density', '"compact"', now() from users
        where tenant_id = ${scope.tenantId}`;
      await owner`insert into saved_views select tenant_id, user_id, user_id, 'A', 'View', 1, '', true, now(), now()
        from users where tenant_id = ${scope.tenantId}`;
      await owner`insert into audit_events select tenant_id, user_id, now(), 'x', 'x', 'x', 'success', null, 'system', null,
        'x', null, null, null, null, null, null, '[]', '[]', null from users where tenant_id = ${scope.tenantId}`;
      await owner`insert into sign_in_marks select tenant_id, category, created_at, id, 'safe' from sign_ins
        where tenant_id = ${scope.tenantId} limit 1`;
      await owner`insert into exports select tenant_id, user_id, user_id, 'A', 'a', now(), 'csv', 'x.zip', '[]', 1, 1, 1,
        'queued', null, null, null, 0, 0, null, null, null, '[]', null, null, null, null, null, null, 0, null, null
        from users where tenant_id = ${scope.tenantId}`;
      await owner`insert into export_downloads select tenant_id, user_id, user_id, user_id, 'A', 'a', null, null, now(),
        now(), 0, '{}', null, null from users where tenant_id = ${scope.tenantId}`;
      await owner`insert into tenant_settings values (${scope.tenantId}, 'Brand', now())`;
      await owner`insert into denial_mails select tenant_id, user_id, now(), user_id, 'a', 'A', 1, now(), 'x', 'due', 0, now()
        from users where tenant_id = ${scope.tenantId}`;
      await owner`insert into source_silences values (${scope.tenantId}, 'http:x', now(), 1, now(), null, 0, null, null)`;
      await owner`insert into scim_tokens values (${scope.tenantId}, ${scope.tenantId}, 'x', '\\x01', 'x', now(), null, null, null)`;
      await owner`insert into scim_groups values (${scope.tenantId}, ${scope.tenantId}, 'G', 'g', null, null, now(), now())`;
      await owner`insert into scim_users select tenant_id, user_id, null, '{}', now(), null from users
        where tenant_id = ${scope.tenantId}`;
      await owner`insert into scim_members select tenant_id, tenant_id, user_id, false from users
        where tenant_id = ${scope.tenantId}`;
      await owner`insert into digest_subscriptions select tenant_id, user_id, 'UTC', now() from users
        where tenant_id = ${scope.tenantId}`;
      await owner`insert into digest_mails select tenant_id, user_id, '2026-W48', now(), 0, null, null from users
        where tenant_id = ${scope.tenantId}`;
      await owner`insert into sessions select tenant_id, '\\x01', user_id, now(), now(), now() from users
        where tenant_id = ${scope.tenantId}`;
    }
    const before = await rowsOf(kept.tenantId);
    expect(Object.values(await rowsOf(gone.tenantId)).every((n) => n > 0)).toBe(true);

    const result = await deleteTenant("larch");

    expect(result.deleted).toMatchObject({ sign_ins: 6000, sign_in_details: 6000, ingest_rejections: 1, users: 1 });
    expect(Object.entries(await rowsOf(gone.tenantId)).filter(([, n]) => n > 0)).toEqual([]);
    expect(await rowsOf(kept.tenantId)).toEqual(before);
    await expectRollupsEqualRecount(owner, kept.tenantId);
    await expect(deleteTenant("larch")).rejects.toThrow(NotFoundError);
  });

  // Less than a second; more than it is given here where each of its rows is compared with every key of a batch.
  it("takes no longer where the statistics do not know it yet", { timeout: 15_000 }, async () => {
    const [known, unknown] = [await make("olive"), await make("plum")];
    const fill = (tenantId: string, rows: number) => owner`
      insert into sign_in_facets select ${tenantId}::uuid, 1, 1, 'value ' || i % 50,
        date_trunc('hour', now(), 'UTC') - i / 50 * interval '1 hour', 1, 1 from generate_series(1, ${rows}::int) i`;
    await fill(known.tenantId, 20_000);
    await owner`analyze sign_in_facets`;
    await fill(unknown.tenantId, 20_000);
    expect((await deleteTenant("plum")).deleted).toMatchObject({ sign_in_facets: 20_000 });
    expect(await rowsOf(known.tenantId)).toMatchObject({ sign_in_facets: 20_000 });
  });

  it("is finished by another call where it was cut short", async () => {
    const tenant = await make("nettle");
    const scope = await systemScope("nettle", "test");
    await generateForTenant(scope, { events: 50, days: 1, seed: "n", now, tenantDomain: tenant.domain });
    await owner`delete from tenants where tenant_id = ${tenant.tenantId}`;
    await deleteTenant("nettle");
    expect(Object.entries(await rowsOf(tenant.tenantId)).filter(([, n]) => n > 0)).toEqual([]);
    await expect(make("nettle")).resolves.toMatchObject({ slug: "nettle" });
  });
});

/** How many rows of a tenant each table holds. */
async function rowsOf(tenantId: string): Promise<Record<string, number>> {
  const rows: Record<string, number> = {};
  for (const name of [...[...ACCESS_TABLES, ...DATA_TABLES].map((table) => table.name), ...LAST_TABLES]) {
    const [row] = await owner`select count(*)::int as n from ${owner(name)} where tenant_id = ${tenantId}`;
    rows[name] = row?.n ?? 0;
  }
  return rows;
}

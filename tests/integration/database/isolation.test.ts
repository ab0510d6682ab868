import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

let database: TestDatabase;
let owner: Sql;
let app: Sql;
let acorn: TestTenant;
let birch: TestTenant;
let tenantTables: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1 });
  app = postgres(database.appUrl, { max: 1 });
  connectTo({ appUrl: database.appUrl });
  acorn = await createTestTenant(database.ownerUrl);
  birch = await createTestTenant(database.ownerUrl);
  for (const tenant of [acorn, birch]) {
    const at = { id: "1", activityDateTime: new Date().toISOString() };
    const [audit, provisioning] = [
      { ...at, activityDisplayName: "x" },
      { ...at, provisioningAction: "create" },
    ];
    const records = [graphSignIn(), audit, provisioning, { category: "AuditLogs", time: at.activityDateTime }];
    await ingestRecords(tenant.scope, asRecords(records), { source: "test" });
  }
  const rows = await owner`
    select table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'tenant_id' and table_name not similar to '%\\_p[0-9]{8}'
      and table_name not in ('tenant_slugs', 'tenant_domains', 'client_directory')`;
  tenantTables = rows.map((row) => String(row.table_name));
});

afterAll(async () => {
  await Promise.all([owner.end(), app.end(), closeConnections()]);
  await database.drop();
});

describe("the application's role", () => {
  it("sees only the tenant of its transaction in every tenant table, without any WHERE", async () => {
    expect(tenantTables).toContain("sign_ins");
    for (const table of tenantTables) {
      const rows = await app.begin(async (tx) => {
        await tx`select app.set_tenant(${acorn.tenantId}::uuid)`;
        return tx`select distinct tenant_id from ${tx(table)}`;
      });
      expect(rows.map((row) => row.tenant_id).filter((id) => id !== acorn.tenantId)).toEqual([]);
    }
    const [own] = await app.begin(async (tx) => {
      await tx`select app.set_tenant(${acorn.tenantId}::uuid)`;
      return tx`select count(*)::int as n from sign_ins`;
    });
    expect(own?.n).toBe(1);
  });

  it("sees nothing at all when no tenant was set", async () => {
    for (const table of tenantTables) {
      const [row] = await app`select count(*)::int as n from ${app(table)}`;
      expect(row?.n).toBe(0);
    }
  });

  it("forgets the tenant at the end of the transaction", async () => {
    await app.begin((tx) => tx`select app.set_tenant(${acorn.tenantId}::uuid)`);
    const [row] = await app`select count(*)::int as n from sign_ins`;
    expect(row?.n).toBe(0);
  });

  it("cannot write a row of another tenant", async () => {
    const write = app.begin(async (tx) => {
      await tx`select app.set_tenant(${acorn.tenantId}::uuid)`;
      await tx`insert into ingest_sequences (tenant_id, last_seq) values (${birch.tenantId}, 99)`;
    });
    await expect(write).rejects.toMatchObject({ code: "42501" });
  });

  it("reaches no partition by its own name", async () => {
    const partitions = await owner`
      select c.relname, c.relrowsecurity from pg_inherits i join pg_class c on c.oid = i.inhrelid
      where i.inhparent in ('sign_ins'::regclass, 'sign_in_details'::regclass)`;
    expect(partitions.length).toBeGreaterThan(0);
    for (const partition of partitions) {
      expect(partition.relrowsecurity).toBe(true);
      await expect(app`select * from ${app(String(partition.relname))}`).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("owns nothing, is no superuser and cannot bypass row-level security", async () => {
    const [role] = await app`
      select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned
      from pg_roles where rolname = current_user`;
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 });
  });

  it("has row-level security on every table that holds tenants' rows", async () => {
    const rows = await owner`
      select relname from pg_class where relname in ${owner(tenantTables)} and relnamespace = 'public'::regnamespace
        and not relrowsecurity`;
    expect(rows.map((row) => row.relname)).toEqual([]);
  });

  it("cannot make a partition outside what any license keeps", async () => {
    await expect(app`select app.ensure_partition('2001-01-01'::date)`).rejects.toMatchObject({ code: "23514" });
  });
});

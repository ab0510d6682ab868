import { getTableColumns, getTableName, is, Table } from "drizzle-orm";
import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate, migrateIfChanged } from "@/db/migrate";
import * as schema from "@/db/schema";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";

let database: TestDatabase;
let owner: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = postgres(database.ownerUrl, { max: 1 });
});

afterAll(async () => {
  await owner.end();
  await database.drop();
});

const tables = Object.values(schema as Record<string, unknown>).filter((value) => is(value, Table));

describe("the schema", () => {
  it.each(tables.map((table) => [getTableName(table), table] as const))(
    "of %s is the one that the migrations make",
    async (name, table) => {
      const rows = await owner`
        select column_name, is_nullable from information_schema.columns
        where table_schema = 'public' and table_name = ${name}`;
      const inDatabase = rows.map((row) => `${row.column_name} ${row.is_nullable === "YES" ? "null" : "not null"}`);
      const inCode = Object.values(getTableColumns(table)).map(
        (column) => `${column.name} ${column.notNull ? "not null" : "null"}`,
      );
      expect(inCode.sort()).toEqual(inDatabase.sort());
    },
  );

  it("knows every table there is", async () => {
    const rows = await owner`
      select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
        and not relispartition`;
    expect(rows.map((row) => row.relname).sort()).toEqual(tables.map((table) => getTableName(table)).sort());
  });

  it("starts every key and index of a tenant's table with the tenant", async () => {
    const rows = await owner`
      select i.indexrelid::regclass::text as index, a.attname as first from pg_index i
      join pg_class t on t.oid = i.indrelid and t.relnamespace = 'public'::regnamespace
      join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
      where exists (select from pg_attribute where attrelid = t.oid and attname = 'tenant_id')
        and t.relname not in ('tenant_slugs', 'tenant_domains', 'client_directory')`;
    expect(rows.length).toBeGreaterThan(20);
    expect(rows.filter((row) => row.first !== "tenant_id")).toEqual([]);
  });

  it("is not gone through again by a short program, until something is to be done", async () => {
    const options = { ownerUrl: database.ownerUrl, appRole: "signbook_app" };
    const mayRead = async () =>
      (await owner`select has_table_privilege('signbook_app', 'saved_views', 'select') as may`)[0]?.may;
    await owner`revoke select on saved_views from signbook_app`;
    await migrateIfChanged(options);
    expect(await mayRead()).toBe(false);
    await owner`comment on schema app is 'as another version left it'`;
    await migrateIfChanged(options);
    expect(await mayRead()).toBe(true);
  });

  it("is left as it is by a second migration, and refused by an older version of the program", async () => {
    await migrate({ ownerUrl: database.ownerUrl, appRole: "signbook_app" });
    await owner`insert into drizzle.__drizzle_migrations (hash, created_at) values ('newer', 9999999999999)`;
    await expect(migrate({ ownerUrl: database.ownerUrl, appRole: "signbook_app" })).rejects.toThrow(/newer version/);
  });
});

import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { APP_ROLE } from "@/lib/cli/embedded-postgres/roles";
import { withConnection } from "@/lib/cli/embedded-postgres/superuser";
import { DAY_MS } from "@/lib/model/retention";
import { ROLES } from "@/lib/model/roles";
import { loadDemoIfEmpty } from "@/lib/services/demo/load-demo";
import { deleteTenant } from "@/lib/services/tenants/delete-tenant";
import { createTestDatabase, type TestDatabase } from "../../helpers/database";
import { expectRollupsEqualRecount } from "../../helpers/recount";

let database: TestDatabase;
let owner: Sql;
const now = new Date();
const lines: string[] = [];
const log = (line: string) => lines.push(line);

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

describe("the demo", () => {
  it("is loaded again, for the same time, where a load was cut off: nothing is missing, nothing is there twice", {
    timeout: 240_000,
  }, async () => {
    const cutOff = expect(loadDemoIfEmpty({ now, log })).rejects.toThrow();
    const stored = async () => Number((await owner`select count(*) as n from sign_ins`)[0]?.n);
    await expect.poll(stored, { interval: 50, timeout: 50_000 }).toBeGreaterThan(0);
    await withConnection(
      database.superuserUrl,
      (sql) => sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and usename = ${APP_ROLE}`,
    );
    await cutOff;
    expect(await stored()).toBeLessThan(20_000);
    const later = new Date(now.getTime() + 5 * 60_000);
    expect(await loadDemoIfEmpty({ now: later, log })).toEqual({ loaded: true });
    const counts = await owner`select slug, license, count(*)::int as n from tenants join sign_ins using (tenant_id)
      group by slug, license order by slug`;
    expect([...counts]).toEqual([
      { slug: "acorn", license: "premium_p2", n: 20_000 },
      { slug: "birch", license: "premium_p1", n: 8_000 },
      { slug: "cedar", license: "free", n: 3_000 },
    ]);
  });

  it("has the six accounts in each tenant, with their roles", async () => {
    const rows =
      await owner`select slug, split_part(upn, '@', 1) as account, array_remove(array_agg(role), null) as roles
      from users join tenants using (tenant_id) left join user_roles using (tenant_id, user_id)
      where upn like '%@' || domain and password_hash is not null group by 1, 2`;
    expect(rows).toHaveLength(18);
    const acorn = Object.fromEntries(
      rows.filter(({ slug }) => slug === "acorn").map(({ account, roles }) => [account, roles]),
    );
    expect(acorn).toEqual({
      ...{
        admin: [ROLES[0]],
        globalreader: [ROLES[1]],
        secadmin: [ROLES[2]],
        secreader: [ROLES[3]],
        reports: [ROLES[4]],
      },
      user: [],
    });
  });

  it("gives every account sign-ins of its own, in both logs of people", async () => {
    const rows = await owner`select u.upn, count(distinct s.category)::int as logs from users u
      left join sign_ins s on s.tenant_id = u.tenant_id and s.principal_key = u.object_id group by 1`;
    expect(rows.filter(({ logs }) => logs !== 2)).toEqual([]);
  });

  it("holds all four logs in each tenant, on most of the days that the license keeps", async () => {
    const rows = await owner`select slug, count(distinct category)::int as logs,
      count(distinct date_trunc('day', s.created_at, 'UTC'))::int as days, min(s.created_at) as oldest
      from sign_ins s join tenants using (tenant_id) group by 1 order by 1`;
    expect(rows.map(({ logs }) => logs)).toEqual([4, 4, 4]);
    expect(rows[0]?.days).toBeGreaterThanOrEqual(30);
    expect(rows[2]?.days).toBeLessThanOrEqual(8);
    expect(rows[2]?.oldest.getTime()).toBeGreaterThan(now.getTime() - 8 * DAY_MS);
  });

  it("has exact roll-ups", async () => {
    const [cedar] = await owner`select tenant_id from tenants where slug = 'cedar'`;
    await expectRollupsEqualRecount(owner, cedar?.tenant_id);
  });

  it("is not loaded a second time, also when its tenants have been deleted", async () => {
    expect(await loadDemoIfEmpty({ now, log })).toEqual({ loaded: false });
    await deleteTenant("cedar");
    expect(await loadDemoIfEmpty({ now, log })).toEqual({ loaded: false });
    expect(await owner`select from tenant_slugs where slug = 'cedar'`).toHaveLength(0);
  });
});

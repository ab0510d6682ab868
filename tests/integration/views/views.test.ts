import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { mintScope } from "@/lib/access/mint-scope";
import {
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  LicenseRequiredError,
  NotFoundError,
} from "@/lib/model/errors";
import type { Role } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { changeView } from "@/lib/services/views/change-view";
import { deleteView } from "@/lib/services/views/delete-view";
import { listViews } from "@/lib/services/views/list-views";
import { saveView } from "@/lib/services/views/save-view";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const ANNA = "11111111-1111-7111-8111-111111111111";
const BEN = "22222222-2222-7222-8222-222222222222";
const ADMIN = "33333333-3333-7333-8333-333333333333";

let database: TestDatabase;
let owner: Sql;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  owner = postgres(database.superuserUrl, { max: 1 });
  tenant = await createTestTenant(database.ownerUrl);
});

afterAll(async () => {
  await owner.end();
  await closeConnections();
  await database.drop();
});

function as(id: string, role: Role = "reports-reader", of: TestTenant = tenant): TenantScope {
  return mintScope({
    ...of.asRoles(role),
    actor: { kind: "user", id, name: `Name of ${id[0]}`, upn: `${id[0]}@x.example` },
  });
}
const anna = () => as(ANNA);
const ben = () => as(BEN);
const admin = () => as(ADMIN, "global-administrator");

const FAILURES = { category: "interactive", query: "range=7d&status=failure", shared: false } as const;
let made = 0;
const newName = () => `View ${++made}`;

async function save(scope: TenantScope, more: Partial<Parameters<typeof saveView>[1]> = {}): Promise<string> {
  return (await saveView(scope, { ...FAILURES, name: newName(), ...more })).viewId;
}

const find = async (scope: TenantScope, viewId: string) =>
  (await listViews(scope)).find((view) => view.viewId === viewId);

/** What is on record about a view, oldest first. */
const record = (viewId: string) => owner<{ activity: string; actorId: string; changes: unknown }[]>`
  select activity, actor_id as "actorId", changes from audit_events
  where tenant_id = ${tenant.tenantId} and target_id = ${viewId} order by audit_id`;

describe("a view", () => {
  it("comes back to its owner as it was saved, and to nobody else", async () => {
    const viewId = await save(anna(), { name: "  Failures  " });
    expect(await find(anna(), viewId)).toEqual({
      ...{ viewId, name: "Failures", category: "interactive", query: "range=7d&status=failure" },
      ...{ shared: false, ownerName: "Name of 1", own: true, editable: true, unusable: [] },
    });
    expect(await find(ben(), viewId)).toBeUndefined();
    expect(await find(admin(), viewId)).toBeUndefined();
    expect(await record(viewId)).toEqual([]);
  });

  it("keeps range, filters and grouping of the address, and leaves out what is no part of a view", async () => {
    const query = "status=failure&range=custom&from=2026-11-20&user=!*berg&open=x&size=25&tz=utc&remembered=1&utm=x";
    const viewId = await save(anna(), { query });
    expect((await find(anna(), viewId))?.query).toBe(
      new URLSearchParams({
        range: "custom",
        from: "2026-11-20T00:00:00.000Z",
        user: "!*berg",
        status: "failure",
      }).toString(),
    );
  });

  it("is seen by everybody in the tenant once it is shared, by whom it says, and on record", async () => {
    const viewId = await save(anna(), { shared: true, name: "For all" });
    expect(await find(ben(), viewId)).toMatchObject({
      name: "For all",
      ownerName: "Name of 1",
      own: false,
      editable: false,
    });
    expect(await find(admin(), viewId)).toMatchObject({ own: false, editable: true });
    await changeView(anna(), { viewId, name: "For everybody", query: "range=24h&status=interrupted" });
    await changeView(anna(), { viewId, shared: false });
    expect(await find(ben(), viewId)).toBeUndefined();
    await changeView(anna(), { viewId, name: "Mine again" });
    await changeView(anna(), { viewId, shared: true });
    await deleteView(anna(), { viewId });
    expect(await find(anna(), viewId)).toBeUndefined();
    const rows = await record(viewId);
    expect(rows.map(({ activity }) => activity)).toEqual([
      "Share saved view",
      "Change shared view",
      "Stop sharing saved view",
      "Share saved view",
      "Delete shared view",
    ]);
    expect(rows[1]?.changes).toEqual([
      { property: "Name", before: "For all", after: "For everybody" },
      { property: "Filters", before: "range=7d&status=failure", after: "range=24h&status=interrupted" },
    ]);
  });

  it("that a Global Administrator changes stays its owner's", async () => {
    const viewId = await save(anna(), { shared: true });
    await changeView(admin(), { viewId, name: "Tidied" });
    expect(await find(anna(), viewId)).toMatchObject({ name: "Tidied", own: true, ownerName: "Name of 1" });
    await deleteView(admin(), { viewId });
    expect((await record(viewId)).map(({ actorId }) => actorId)).toEqual([ANNA, ADMIN, ADMIN]);
  });

  it("is not written or put on record when nothing changes", async () => {
    const viewId = await save(anna(), { shared: true, name: "Same" });
    await changeView(anna(), { viewId, name: "Same", shared: true });
    expect(await record(viewId)).toHaveLength(1);
  });

  it("has a name that its owner gave to no other, whatever the letter case", async () => {
    const viewId = await save(anna(), { name: "Unique" });
    await expect(save(anna(), { name: "UNIQUE" })).rejects.toThrow(ConflictError);
    const other = await save(anna());
    await expect(changeView(anna(), { viewId: other, name: "unique" })).rejects.toThrow(ConflictError);
    await changeView(anna(), { viewId, name: "uniquE" });
    await save(ben(), { name: "Unique" });
  });

  it.each([
    ["no name", { name: " " }],
    ["a name too long", { name: "x".repeat(81) }],
    ["a control character in its name", { name: "a\u0007b" }],
    ["a filter that cannot be used", { query: "ip=10.1/16" }],
    ["a filter of another log", { query: "servicePrincipal=x" }],
    ["an unknown log", { category: "audit" as "interactive" }],
  ])("is refused with %s", async (_, more) => {
    await expect(save(anna(), more)).rejects.toThrow(InvalidInputError);
  });

  it("is one of at most a hundred of its owner", async () => {
    const busy = as("44444444-4444-7444-8444-444444444444");
    for (let index = 0; index < 100; index++) await save(busy);
    await expect(save(busy)).rejects.toThrow(/100 views/);
  });
});

describe("a view of somebody else", () => {
  it("is not found unless it is shared, by a Global Administrator neither", async () => {
    const viewId = await save(anna());
    for (const scope of [ben(), admin()]) {
      await expect(changeView(scope, { viewId, name: "x" })).rejects.toThrow(NotFoundError);
      await expect(deleteView(scope, { viewId })).rejects.toThrow(NotFoundError);
    }
  });

  it("that is shared may be read, not changed", async () => {
    const viewId = await save(anna(), { shared: true });
    await expect(changeView(ben(), { viewId, name: "x" })).rejects.toThrow(ForbiddenError);
    await expect(deleteView(ben(), { viewId })).rejects.toThrow(ForbiddenError);
    expect(await find(anna(), viewId)).toBeDefined();
  });

  it("in another tenant is not found, also by its administrator", async () => {
    const viewId = await save(anna(), { shared: true });
    const other = await createTestTenant(database.ownerUrl);
    for (const id of [ANNA, ADMIN]) {
      const stranger = as(id, "global-administrator", other);
      expect(await listViews(stranger)).toEqual([]);
      await expect(changeView(stranger, { viewId, name: "x" })).rejects.toThrow(NotFoundError);
      await expect(deleteView(stranger, { viewId })).rejects.toThrow(NotFoundError);
    }
    await expect(deleteView(anna(), { viewId: "none" })).rejects.toThrow(InvalidInputError);
  });
});

describe("views are refused", () => {
  const verbs: [string, (scope: TenantScope, viewId: string) => Promise<unknown>][] = [
    ["listing", (scope) => listViews(scope)],
    ["saving", (scope) => saveView(scope, { ...FAILURES, name: "x" })],
    ["changing", (scope, viewId) => changeView(scope, { viewId, name: "x" })],
    ["deleting", (scope, viewId) => deleteView(scope, { viewId })],
  ];

  it.each(verbs)("%s, without a role and without a license", async (_, verb) => {
    const viewId = await save(anna());
    const actor = anna().actor;
    await expect(verb(mintScope({ ...tenant.asRoles(), actor }), viewId)).rejects.toThrow(ForbiddenError);
    const unlicensed = mintScope({ ...anna(), license: "free" });
    await expect(verb(unlicensed, viewId)).rejects.toThrow(LicenseRequiredError);
    expect(await find(anna(), viewId)).toBeDefined();
  });

  it("saving, to programs: views belong to people", async () => {
    await expect(save(tenant.scope)).rejects.toThrow(ForbiddenError);
    const viewId = await save(anna(), { shared: true });
    expect(await find(tenant.scope, viewId)).toMatchObject({ own: false });
  });
});

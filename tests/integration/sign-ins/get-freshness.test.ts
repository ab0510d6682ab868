import { afterAll, beforeAll, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { getFreshness } from "@/lib/services/sign-ins/get-freshness";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
const ago = (seconds: number) => new Date(NOW.getTime() - seconds * 1000);

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  tenant = await createTestTenant(database.ownerUrl);
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

/** Stores sign-ins of an age when they arrive, so many seconds ago. */
async function arrive(arrivedAgo: number, ages: readonly number[], fields: JsonObject = {}, source = "http:feed") {
  const records = ages.map((age) =>
    graphSignIn({ id: `event-${arrivedAgo + age}`, createdDateTime: ago(arrivedAgo + age).toISOString(), ...fields }),
  );
  await ingestRecords(tenant.scope, asRecords(records), { source, now: ago(arrivedAgo) });
}

const ask = (log: "interactive" | "non-interactive", scope = tenant.scope) => getFreshness(scope, log, { now: NOW });

it("of a log in which nothing has arrived yet says so, and when anything arrived in the others", async () => {
  expect(await ask("interactive")).toEqual({ newest: null, lastArrivalAt: null, refused: { n: 0, complete: true } });
  await arrive(500, [20, 30, 40]);
  expect(await ask("non-interactive")).toMatchObject({ newest: null, lastArrivalAt: ago(500) });
});

it("is that of the batch that brought the newest sign-in, whatever comes for it later; the delay is a median", async () => {
  await arrive(100, [10, 20, 600]);
  expect(await ask("interactive")).toMatchObject({
    newest: { at: ago(110), receivedAt: ago(100), usualDelayMs: 25_000 },
    lastArrivalAt: ago(100),
  });
  // The same sign-in again with more detail, and an old one late.
  await arrive(50, [60], { correlationId: "later" });
  await arrive(40, [9000]);
  expect(await ask("interactive")).toMatchObject({ newest: { at: ago(110), receivedAt: ago(100) } });
});

it("knows no usual delay of what came in a file", async () => {
  await arrive(
    30,
    [86_400, 90_000],
    { signInEventTypes: ["nonInteractiveUser"], isInteractive: false },
    "signins.json",
  );
  expect((await ask("non-interactive")).newest).toMatchObject({ receivedAt: ago(30), usualDelayMs: null });
});

it("counts what was refused", async () => {
  await ingestRecords(tenant.scope, asRecords([{ tea: "white" }, { tea: "green" }]), { source: "test", now: NOW });
  expect((await ask("interactive")).refused).toEqual({ n: 2, complete: true });
});

it("is refused without the role and the license, and is each tenant's own", async () => {
  await expect(ask("interactive", tenant.asRoles())).rejects.toBeInstanceOf(ForbiddenError);
  const free = await createTestTenant(database.ownerUrl, { license: "free" });
  await expect(ask("interactive", free.scope)).rejects.toBeInstanceOf(LicenseRequiredError);
  const other = await createTestTenant(database.ownerUrl);
  expect(await ask("interactive", other.scope)).toMatchObject({ newest: null, lastArrivalAt: null, refused: { n: 0 } });
});

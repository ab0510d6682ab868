import postgres, { type Sql } from "postgres";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import { ForbiddenError, LicenseRequiredError } from "@/lib/model/errors";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import { httpSource, isSilent } from "@/lib/model/sources";
import { listSilences } from "@/lib/services/sources/list-silences";
import { watchSources } from "@/lib/services/sources/watch-sources";
import { createUser } from "@/lib/services/users/create-user";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { type MailServer, startMailServer } from "@/tests/helpers/exports";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date(Math.floor(Date.now() / 1000) * 1000);
const SHIPPER = httpSource("Log shipper");
let database: TestDatabase;
let mail: MailServer;
let owner: Sql;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  owner = postgres(database.superuserUrl, { max: 1 });
  mail = await startMailServer();
  vi.stubEnv("SMTP_URL", mail.url);
  vi.stubEnv("APP_URL", "http://signbook.example:3000");
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await mail.stop();
  await owner.end();
  await closeConnections();
  await database.drop();
});

beforeEach(async () => {
  mail.mails.splice(0);
  await owner`delete from source_silences`;
  await owner`delete from ingest_batches`;
  tenant = await createTestTenant(database.ownerUrl);
  const { slug, scope } = tenant;
  await createUser(scope, { upn: `gry@${slug}.example`, displayName: "Gry", roles: ["global-administrator"] });
  await createUser(scope, { upn: `rolf@${slug}.example`, displayName: "Rolf", roles: ["security-reader"] });
  await owner`insert into api_clients values
    (${tenant.tenantId}, ${uuidv7()}, 'Log shipper', '{SignInEvents.Write}', ${NOW}, null, null)`;
});

/** Batches of a source, so many hours before now. */
async function arrived(source: string, hoursAgo: readonly number[]): Promise<void> {
  const rows = hoursAgo.map((hours) => ({
    ...{ tenant_id: tenant.tenantId, batch_id: uuidv7(), received_at: new Date(NOW.getTime() - hours * HOUR_MS) },
    ...{ source, accepted: 1, updated: 0, seq: null },
  }));
  await owner`insert into ingest_batches ${owner(rows)}`;
}

const hourlyFrom = (first: number, last: number) =>
  Array.from({ length: first - last + 1 }, (_, index) => first - index);
const inHours = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
const silent = () => listSilences(tenant.scope);

describe("a source that arrives every hour", () => {
  it("is silent once its pause is half again as long as its longest, and is told once, however often one looks", async () => {
    await arrived(SHIPPER, hourlyFrom(96, 1));
    await watchSources({ now: NOW });
    expect(await silent()).toEqual([]);
    await Promise.all([watchSources({ now: inHours(1) }), watchSources({ now: inHours(1) })]);
    for (const hours of [2, 3, 30]) await watchSources({ now: inHours(hours) });
    expect(await silent()).toEqual([{ source: SHIPPER, since: inHours(-1), habitMs: HOUR_MS }]);
    expect(mail.mails).toHaveLength(1);
    const [sent] = mail.mails;
    expect([sent?.to].flat().flatMap((each) => each?.value.map(({ address }) => address))).toEqual([
      `gry@${tenant.slug}.example`,
    ]);
    expect(sent?.subject).toContain("Log shipper, over HTTP: no sign-ins since");
    expect(sent?.text).toContain("Its longest pause in the 14 days before was 1 hour.");
    expect(sent?.text).toContain(`http://signbook.example:3000/${tenant.slug}`);
  });

  it("is no longer silent when it arrives again, and what it was silent for does not become its habit", async () => {
    await arrived(SHIPPER, hourlyFrom(120, 24));
    await watchSources({ now: NOW });
    expect(await silent()).toHaveLength(1);
    await arrived(SHIPPER, [0]);
    await watchSources({ now: inHours(1) });
    expect(await silent()).toEqual([]);
    await watchSources({ now: inHours(2) });
    expect(await silent()).toMatchObject([{ since: NOW, habitMs: HOUR_MS }]);
    expect(mail.mails).toHaveLength(2);
  });

  it("whose mail could not be sent is told later, under the same Message-ID, and then not again", async () => {
    await arrived(SHIPPER, hourlyFrom(120, 24));
    mail.refusals.push([451, "not now"]);
    expect(await watchSources({ now: NOW })).toBe("Noticed 1 silent sources and sent 0 mails.");
    expect(await watchSources({ now: NOW })).toBe("Noticed 0 silent sources and sent 0 mails.");
    expect(await watchSources({ now: inHours(1) })).toBe("Noticed 0 silent sources and sent 1 mails.");
    expect(await watchSources({ now: inHours(9) })).toBe("Noticed 0 silent sources and sent 0 mails.");
    expect(mail.mails).toHaveLength(1);
  });

  it("is not missed once its client was revoked", async () => {
    await arrived(SHIPPER, hourlyFrom(120, 24));
    await watchSources({ now: NOW });
    await owner`update api_clients set revoked_at = ${NOW} where tenant_id = ${tenant.tenantId}`;
    await watchSources({ now: inHours(1) });
    expect(await silent()).toEqual([]);
  });
});

describe("a habit", () => {
  it.each([
    ["too few arrivals", { arrivals: 19 }, 1000, false],
    ["too short a history", { firstAt: new Date(NOW.getTime() - 2 * DAY_MS) }, 1000, false],
    ["nights that are as long", { longestPauseMs: 14 * HOUR_MS }, 20, false],
    ["nights, and a longer pause", { longestPauseMs: 14 * HOUR_MS }, 22, true],
    ["arrivals each minute, and a restart", { longestPauseMs: 60_000 }, 0.9, false],
    ["arrivals each minute, and more than an hour", { longestPauseMs: 60_000 }, 1.1, true],
  ])("of %s", (_, differs, hours, expected) => {
    const habit = { arrivals: 20, firstAt: new Date(NOW.getTime() - 4 * DAY_MS), lastAt: NOW, longestPauseMs: 0 };
    expect(isSilent({ ...habit, ...differs }, inHours(hours))).toBe(expected);
  });

  it("is what imports and our own sign-ins have too, but not records that are retried", async () => {
    await arrived("hourly.json", hourlyFrom(120, 24));
    await arrived("sign-in-page", hourlyFrom(120, 24));
    await arrived("retry", hourlyFrom(120, 24));
    await watchSources({ now: NOW });
    expect((await silent()).map(({ source }) => source).sort()).toEqual(["hourly.json", "sign-in-page"]);
  });
});

it("silences are for readers of the tenant with its license, and each tenant's own", async () => {
  await arrived(SHIPPER, hourlyFrom(120, 24));
  await watchSources({ now: NOW });
  await expect(listSilences(tenant.asRoles())).rejects.toBeInstanceOf(ForbiddenError);
  const free = await createTestTenant(database.ownerUrl, { license: "free" });
  await expect(listSilences(free.scope)).rejects.toBeInstanceOf(LicenseRequiredError);
  const other = await createTestTenant(database.ownerUrl);
  expect(await listSilences(other.scope)).toEqual([]);
});

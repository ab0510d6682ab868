import postgres, { type Sql } from "postgres";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST } from "@/app/[tenant]/digest/unsubscribe/route";
import { closeConnections, connectTo } from "@/db/connections";
import { ForbiddenError, InvalidInputError, LicenseRequiredError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { sendDigests } from "@/lib/services/digest/send-digests";
import {
  getDigestZone,
  stopDigestByLink,
  subscribeToDigest,
  unsubscribeFromDigest,
} from "@/lib/services/digest/subscription";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createReader, type MailServer, startMailServer } from "@/tests/helpers/exports";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

/** The Monday of the week that it is, at nine: sign-ins are only stored near the real time. */
const TODAY = new Date(Math.floor(Date.now() / 86_400_000) * 86_400_000);
const MONDAY = new Date(TODAY.getTime() - ((TODAY.getUTCDay() + 6) % 7) * 86_400_000 + 9 * 3_600_000);
const before = new Date(MONDAY.getTime() - 2 * 86_400_000);
const later = (minutes: number) => new Date(MONDAY.getTime() + minutes * 60_000);

let database: TestDatabase;
let owner: Sql;
let mail: MailServer;
let tenant: TestTenant;
let reader: TenantScope;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo(database);
  owner = postgres(database.ownerUrl, { max: 1 });
  mail = await startMailServer();
  vi.stubEnv("SMTP_URL", mail.url);
  vi.stubEnv("APP_URL", "https://signbook.example");
});

beforeEach(async () => {
  await owner`delete from digest_subscriptions`;
  tenant = await createTestTenant(database.ownerUrl);
  reader = await createReader(tenant.scope, "reader", "security-reader");
  const signIn = graphSignIn({
    createdDateTime: new Date(MONDAY.getTime() - 86_400_000).toISOString(),
    status: { errorCode: 50126 },
  });
  await ingestRecords(tenant.scope, asRecords([signIn]), { source: "test", now: MONDAY });
  mail.mails.splice(0);
});

afterAll(async () => {
  await mail.stop();
  await owner.end();
  await closeConnections();
  await database.drop();
});

describe("the weekly digest", () => {
  it("is one mail a week, whatever restarts and however many workers look at once", async () => {
    await subscribeToDigest(reader, "UTC", before);
    expect(await sendDigests({ now: later(-120) })).toBe("Sent 0 of 0 digests.");
    await Promise.all([sendDigests({ now: MONDAY }), sendDigests({ now: MONDAY }), sendDigests({ now: MONDAY })]);
    await sendDigests({ now: later(60) });
    expect(mail.mails).toHaveLength(1);
    const [sent] = mail.mails;
    expect(sent?.subject).toContain("Sign-ins of the last 7 days");
    for (const part of [sent?.text, sent?.html]) {
      expect(part).toContain("Interactive: 1 (1 failed, 0 interrupted)");
      expect(part).toContain("Ada Berg: 1");
      expect(part).toContain("50126, wrong password: 1");
      expect(part).toContain(`/${tenant.slug}?range=7d`);
    }
  });

  it("is tried again under the same Message-ID when the mail server was away, and only for a day", async () => {
    await subscribeToDigest(reader, "UTC", before);
    mail.refusals.push([451, "Try again later"]);
    expect(await sendDigests({ now: MONDAY })).toBe("Sent 0 of 1 digests.");
    expect(await sendDigests({ now: later(1) })).toBe("Sent 0 of 0 digests.");
    expect(await sendDigests({ now: later(6) })).toBe("Sent 1 of 1 digests.");
    expect(mail.mails).toHaveLength(1);
    expect(mail.mails[0]?.messageId).toMatch(/^<digest-.*-W\d\d@/);
    expect(await sendDigests({ now: later(24 * 60) })).toBe("Sent 0 of 0 digests.");
  });

  it("comes to nobody who subscribed after it was due, lost the role, or whose tenant lost the license", async () => {
    await subscribeToDigest(reader, "UTC", later(-5));
    await sendDigests({ now: MONDAY });
    const [other, third] = [await createTestTenant(database.ownerUrl), await createTestTenant(database.ownerUrl)];
    const fallen = await createReader(other.scope, "fallen", "reports-reader");
    const unlicensed = await createReader(third.scope, "unlicensed", "reports-reader");
    await subscribeToDigest(fallen, "UTC", before);
    await subscribeToDigest(unlicensed, "UTC", before);
    await owner`delete from user_roles where tenant_id = ${other.tenantId}`;
    await owner`update tenants set license = 'free' where tenant_id = ${third.tenantId}`;
    expect(await sendDigests({ now: MONDAY })).toBe("Sent 0 of 2 digests.");
    expect(mail.mails).toEqual([]);
  });

  it("ends by the link in the mail without signing in, and by one's own choice", async () => {
    await subscribeToDigest(reader, "Europe/Oslo", before);
    expect(await getDigestZone(reader)).toBe("Europe/Oslo");
    await sendDigests({ now: MONDAY });
    const token = /digest\/stop\?token=([\w.-]+)/.exec(mail.mails[0]?.text ?? "")?.[1] ?? "";
    expect(await stopDigestByLink(`${token.slice(0, -2)}xx`)).toBe(false);
    expect(await getDigestZone(reader)).toBe("Europe/Oslo");
    expect(await stopDigestByLink(token)).toBe(true);
    expect(await getDigestZone(reader)).toBeNull();
    await subscribeToDigest(reader, "UTC");
    await unsubscribeFromDigest(reader);
    expect(await getDigestZone(reader)).toBeNull();
    const audits =
      await owner`select activity from audit_events where tenant_id = ${tenant.tenantId} and activity like '%digest'`;
    expect(audits).toHaveLength(4);
  });

  it("can be ended by the mail program's own button, which needs no session and only works as the standard says", async () => {
    await subscribeToDigest(reader, "UTC", before);
    await sendDigests({ now: MONDAY });
    const headers = new Map(mail.mails[0]?.headerLines.map(({ key, line }) => [key, line.replace(/^[^:]+:\s*/, "")]));
    expect(headers.get("list-unsubscribe-post")).toBe("List-Unsubscribe=One-Click");
    const address = /^<(https:\/\/signbook\.example\/\S+)>$/.exec(headers.get("list-unsubscribe") ?? "")?.[1] ?? "";
    const path = `/${tenant.slug}/digest/unsubscribe`;
    expect(new URL(address).pathname).toBe(path);
    const press = (to: string, body: BodyInit = new URLSearchParams({ "List-Unsubscribe": "One-Click" })) =>
      POST(new Request(to, { method: "POST", body }), undefined);
    expect((await press(address, new URLSearchParams({ other: "x" }))).status).toBe(400);
    expect((await press(address, "x".repeat(5000))).status).toBe(400);
    expect((await press(`${address.slice(0, -2)}xx`)).status).toBe(404);
    expect(await getDigestZone(reader)).toBe("UTC");
    const form = new FormData();
    form.set("List-Unsubscribe", "One-Click");
    expect((await press(address, form)).status).toBe(200);
    expect(await getDigestZone(reader)).toBeNull();
    expect((await press(address)).status).toBe(200);
  });

  it("is refused without the role, without the license, and for a zone that is none", async () => {
    await expect(subscribeToDigest(reader, "Nowhere/Zone")).rejects.toBeInstanceOf(InvalidInputError);
    const roleless = await createReader(tenant.scope, "roleless");
    await expect(subscribeToDigest(roleless, "UTC")).rejects.toBeInstanceOf(ForbiddenError);
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    const unlicensed = await createReader(free.scope, "reader", "reports-reader");
    await expect(subscribeToDigest(unlicensed, "UTC")).rejects.toBeInstanceOf(LicenseRequiredError);
  });
});

import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { POST as postEvents, GET as refuseGet, PUT as refusePut } from "@/app/ingest/v1/events/route";
import { closeConnections, connectTo } from "@/db/connections";
import type { ClientPermission } from "@/lib/model/roles";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { createClient } from "@/lib/services/clients/create-client";
import { issueToken } from "@/lib/services/tokens/issue-token";
import { graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL, openTestSite, type TestSite } from "../auth/site";

const MEBIBYTE = 1024 * 1024;

let site: TestSite;
let tenant: TestTenant;
let token: string;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
  token = await tokenFor(tenant, "SignInEvents.Write");
});
afterAll(() => site.close());

async function tokenFor(of: TestTenant, permission: ClientPermission): Promise<string> {
  const { clientId, clientSecret } = await createClient(of.scope, { name: "Sender", permissions: [permission] });
  const asked = { tenant: of.slug, clientId, clientSecret, scope: "x/.default", address: "test" };
  return (await issueToken(asked, new Date())).access_token;
}

interface Sending {
  headers?: Record<string, string | undefined>;
  method?: string;
}

async function send(body: BodyInit, { headers = {}, method = "POST" }: Sending = {}) {
  const all = { authorization: `Bearer ${token}`, "content-type": "application/x-ndjson", ...headers };
  const given = Object.entries(all).filter((header): header is [string, string] => header[1] !== undefined);
  const init = { method, headers: given, body, duplex: "half" };
  const response = await postEvents(new Request(`${APP_URL}/ingest/v1/events`, init), undefined);
  return { response, body: await response.json() };
}

let number = 0;

function events(count: number, fields: JsonObject = {}): JsonObject[] {
  return Array.from({ length: count }, () => graphSignIn({ id: `event-${++number}`, ...fields }));
}

function ndjson(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join("");
}

/** A body sent piece by piece, so that its length is not declared. */
function streamed(pieces: Iterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.iterator]();
  return new ReadableStream({
    pull(controller) {
      const { done, value } = iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

async function storedEvents(of = tenant): Promise<number> {
  const [row] = await site.owner`select count(*)::int as n from sign_ins where tenant_id = ${of.tenantId}`;
  return row?.n;
}

describe("the ingest door", () => {
  it("stores events of the token's tenant and answers after the commit", async () => {
    const before = await storedEvents();
    const sent = events(3);
    const { response, body } = await send(ndjson(sent));
    expect(response.status).toBe(200);
    expect(body).toMatchObject({ accepted: 3, updated: 0, duplicates: 0, rejected: 0, errors: [] });
    expect(await storedEvents()).toBe(before + 3);
    const again = await send(ndjson(sent));
    expect(again.body).toMatchObject({ accepted: 0, updated: 0, duplicates: 3, rejected: 0 });
  });

  it("takes JSON, gzip, and a charset beside the content type", async () => {
    const json = { "content-type": "application/json; charset=utf-8" };
    expect((await send(JSON.stringify(events(2)), { headers: json })).body.accepted).toBe(2);
    const gzip = { "content-encoding": "gzip" };
    expect((await send(gzipSync(ndjson(events(2))), { headers: gzip })).body.accepted).toBe(2);
  });

  it("names the record that it refuses and stores the others", async () => {
    const [good, other] = [events(1)[0], events(1)[0]];
    const { response, body } = await send(`${JSON.stringify(good)}\nnonsense\n${JSON.stringify(other)}\n`);
    expect(response.status).toBe(200);
    expect(body).toMatchObject({ accepted: 2, rejected: 1, errors: [{ index: 1, code: "not_json" }] });
  });

  it.each<[string, number, string, () => ReturnType<typeof send>]>([
    ["no token", 401, "InvalidAuthenticationToken", () => send("{}", { headers: { authorization: undefined } })],
    [
      "a foreign token",
      401,
      "InvalidAuthenticationToken",
      () => send("{}", { headers: { authorization: "Bearer x" } }),
    ],
    [
      "another permission",
      403,
      "Authorization_RequestDenied",
      async () => {
        const reader = await tokenFor(tenant, "AuditLog.Read.All");
        return send("{}", { headers: { authorization: `Bearer ${reader}` } });
      },
    ],
    ["XML", 415, "UnsupportedMediaType", () => send("<a/>", { headers: { "content-type": "text/xml" } })],
    ["no content type", 415, "UnsupportedMediaType", () => send("{}", { headers: { "content-type": undefined } })],
    ["brotli", 415, "UnsupportedMediaType", () => send("{}", { headers: { "content-encoding": "br" } })],
    ["two encodings", 415, "UnsupportedMediaType", () => send("{}", { headers: { "content-encoding": "gzip, gzip" } })],
    ["text that is no JSON", 400, "UnreadableBody", () => send("hello")],
    ["plain text called gzip", 400, "UnreadableBody", () => send("{}", { headers: { "content-encoding": "gzip" } })],
    [
      "a length over the limit, before reading anything",
      413,
      "RequestEntityTooLarge",
      () => send(ndjson(events(1)), { headers: { "content-length": String(64 * MEBIBYTE + 1) } }),
    ],
  ])("refuses %s and stores nothing", async (_, status, code, sending) => {
    const before = await storedEvents();
    const { response, body } = await sending();
    expect(response.status).toBe(status);
    expect(body.error).toMatchObject({ code, message: expect.any(String) });
    expect(body).not.toHaveProperty("accepted");
    expect(await storedEvents()).toBe(before);
  });

  it("tells who needs a token what kind", async () => {
    const { response } = await send("{}", { headers: { authorization: undefined } });
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer/);
  });

  it("reads nothing from who may not write, and does not judge the body first", async () => {
    let pulls = 0;
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      pulls++;
      controller.close();
    };
    const reader = await tokenFor(tenant, "AuditLog.Read.All");
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const headers = { authorization: `Bearer ${reader}`, "content-type": "text/xml" };
    const refused = await send(body, { headers });
    expect(refused.response.status).toBe(403);
    expect(refused.body.error.message).toBe(
      "The application lacks the permission SignInEvents.Write: an administrator can grant it.",
    );
    expect(pulls).toBe(0);
  });

  it("stores an event for the token's tenant only, and refuses one that names another", async () => {
    const other = await site.createTenant();
    const { body } = await send(ndjson([...events(1, { tenantId: other.tenantId }), ...events(1)]));
    expect(body).toMatchObject({ accepted: 1, rejected: 1, errors: [{ index: 0, code: "other_tenant" }] });
    expect(await storedEvents(other)).toBe(0);
  });

  it("stores what came before half a gzip stream breaks off, says so, and counts the whole body right when it comes", async () => {
    // Noise, so that the packed half holds about half of the records.
    const sent = events(2000).map((event) => ({ ...event, correlationId: crypto.randomUUID() }));
    const packed = gzipSync(ndjson(sent));
    const headers = { "content-encoding": "gzip" };
    const half = await send(packed.subarray(0, packed.length / 2), { headers });
    expect(half.response.status).toBe(400);
    expect(half.body.error).toMatchObject({ code: "UnreadableBody", message: expect.stringContaining("gzip") });
    expect(half.body.accepted).toBeGreaterThan(500);
    expect(half.body.accepted).toBeLessThan(2000);
    const whole = await send(packed, { headers });
    expect(whole.body).toMatchObject({ accepted: 2000 - half.body.accepted, duplicates: half.body.accepted });
  });

  it("names the place where a list is broken and stores what stands before it", async () => {
    const [first, second] = events(2).map((event) => JSON.stringify(event));
    const { response, body } = await send(`[${first},${second}, {"id": oops}]`, {
      headers: { "content-type": "application/json" },
    });
    expect(response.status).toBe(400);
    expect(body.error.code).toBe("UnreadableBody");
    expect(body.error.message).toMatch(/line 1, column \d+/);
    expect(body).toMatchObject({ accepted: 2, note: expect.stringContaining("2 records") });
  });

  it("takes 40 MiB", async () => {
    const lines = ndjson(events(50, { padding: "x".repeat(800_000) }));
    expect(lines.length).toBeGreaterThan(38 * MEBIBYTE);
    const { response, body } = await send(lines);
    expect(response.status).toBe(200);
    expect(body.accepted).toBe(50);
  });

  it("stops at 64 MiB where no length was declared, packed or not", async () => {
    const blank = Buffer.alloc(MEBIBYTE, "\n");
    const tooMuch = function* () {
      yield Buffer.from(ndjson(events(1)));
      for (let chunk = 0; chunk < 65; chunk++) yield blank;
    };
    const plain = await send(streamed(tooMuch()));
    expect(plain.response.status).toBe(413);
    expect(plain.body).toMatchObject({ error: { code: "RequestEntityTooLarge" }, accepted: 1 });
    const bomb = gzipSync(Buffer.concat([...tooMuch()]));
    expect(bomb.length).toBeLessThan(MEBIBYTE);
    const packed = await send(bomb, { headers: { "content-encoding": "gzip" } });
    expect(packed.response.status).toBe(413);
  });

  it("answers 400 when the sender breaks off, and stores what came", async () => {
    const breaking = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(Buffer.from(ndjson(events(4)))),
      pull: (controller) => controller.error(new Error("aborted")),
    });
    const { response, body } = await send(breaking);
    expect(response.status).toBe(400);
    expect(body).toMatchObject({ error: { code: "UnreadableBody" }, accepted: 4 });
  });

  it("asks to come again while 128 MiB are being taken in, and gives the room back afterwards", async () => {
    const waiting: (() => void)[] = [];
    const source: UnderlyingDefaultSource<Uint8Array> = {
      async pull(controller) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        controller.enqueue(Buffer.from(ndjson(events(1))));
        controller.close();
      },
    };
    // Asked for its first bytes only by who takes it in.
    const slow = () => new ReadableStream<Uint8Array>(source, { highWaterMark: 0 });
    const headers = { "content-length": String(64 * MEBIBYTE) };
    const running = [send(slow(), { headers }), send(slow(), { headers })];
    await expect.poll(() => waiting.length).toBe(2);
    const { response, body } = await send(ndjson(events(1)), { headers: { "content-length": "700" } });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(body.error.code).toBe("TooManyRequests");
    for (const finish of waiting) finish();
    expect((await Promise.all(running)).map((answer) => answer.response.status)).toEqual([200, 200]);
    expect((await send(ndjson(events(1)), { headers })).response.status).toBe(200);
  });

  it("asks to come again before small packed bodies fill the memory they unpack to", async () => {
    const packed = gzipSync(Buffer.concat([Buffer.from(ndjson(events(1))), Buffer.alloc(8 * MEBIBYTE, "\n")]));
    expect(packed.length).toBeLessThan(MEBIBYTE / 32);
    const waiting: (() => void)[] = [];
    const slow = () =>
      new ReadableStream<Uint8Array>({
        start: (controller) => controller.enqueue(packed),
        async pull(controller) {
          await new Promise<void>((resolve) => waiting.push(resolve));
          controller.close();
        },
      });
    const headers = { "content-encoding": "gzip" };
    const running = Array.from({ length: 17 }, () => send(slow(), { headers }));
    await expect.poll(() => waiting.length).toBe(17);
    const refused = await Promise.race(running);
    expect(refused.response.status).toBe(429);
    expect(Number(refused.response.headers.get("retry-after"))).toBeGreaterThan(0);
    for (const finish of waiting) finish();
    const statuses = (await Promise.all(running)).map(({ response }) => response.status);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(12);
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  });

  it.each([
    ["GET", refuseGet],
    ["PUT", refusePut],
  ])("has no %s", async (method, handler) => {
    const response = await handler(new Request(APP_URL, { method }));
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
    expect((await response.json()).error.code).toBe("MethodNotAllowed");
  });

  it("answers 503 with Retry-After while the database is away", async () => {
    const away = new URL(site.appUrl);
    away.port = "1";
    await closeConnections();
    connectTo({ appUrl: away.href });
    const { response, body } = await send(ndjson(events(1)));
    await closeConnections();
    connectTo({ appUrl: site.appUrl });
    expect(response.status).toBe(503);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(body.error.code).toBe("ServiceUnavailable");
    expect((await send(ndjson(events(1)))).response.status).toBe(200);
  });
});

describe("a request with an Idempotency-Key", () => {
  const keyed = (key: string, more: Record<string, string> = {}) => ({ headers: { "idempotency-key": key, ...more } });

  it("that is sent again gets the first answer again, packed or not, and stores nothing twice", async () => {
    const [before, sent] = [await storedEvents(), ndjson([...events(2), { no: "event" }])];
    const first = await send(sent, keyed("k-1"));
    expect(first.body).toMatchObject({ accepted: 2, duplicates: 0, rejected: 1 });
    expect(first.response.headers.has("idempotency-replayed")).toBe(false);
    for (const again of [
      await send(sent, keyed("k-1")),
      await send(gzipSync(sent), keyed("k-1", { "content-encoding": "gzip" })),
    ]) {
      expect(again.response.status).toBe(200);
      expect(again.body).toEqual(first.body);
      expect(again.response.headers.get("idempotency-replayed")).toBe("true");
    }
    expect(await storedEvents()).toBe(before + 2);
    const rejections = await site.owner`select 1 from ingest_rejections where tenant_id = ${tenant.tenantId}
      and raw like '%no%event%' and raw not like '%id%'`;
    expect(rejections).toHaveLength(1);
    expect((await send(sent, keyed("k-2"))).body).toMatchObject({ accepted: 0, duplicates: 2 });
  });

  it("is refused for another body under the same key, and stores nothing of it", async () => {
    await send(ndjson(events(1)), keyed("k-3"));
    const before = await storedEvents();
    const { response, body } = await send(ndjson(events(1)), keyed("k-3"));
    expect(response.status).toBe(422);
    expect(body.error).toMatchObject({
      code: "IdempotencyKeyReused",
      message: expect.stringContaining("another body"),
    });
    expect(await storedEvents()).toBe(before);
  });

  it("is its client's own: another client's same key is another one", async () => {
    await send(ndjson(events(1)), keyed("k-4"));
    const authorization = `Bearer ${await tokenFor(tenant, "SignInEvents.Write")}`;
    expect((await send(ndjson(events(1)), keyed("k-4", { authorization }))).body.accepted).toBe(1);
  });

  it("is told to wait while the first one is under way, and gets its answer then", async () => {
    const sent = ndjson(events(1));
    let finish = () => {};
    const slow = new ReadableStream<Uint8Array>({
      async pull(controller) {
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        controller.enqueue(Buffer.from(sent));
        controller.close();
      },
    });
    const running = send(slow, keyed("k-5"));
    const isClaimed = async () => (await site.owner`select 1 from ingest_requests where request_key = 'k-5'`).length;
    await expect.poll(isClaimed).toBe(1);
    const early = await send(sent, keyed("k-5"));
    expect(early.response.status).toBe(409);
    expect(early.response.headers.get("retry-after")).toBe("2");
    expect(early.body.error.code).toBe("RequestInProgress");
    finish();
    const first = await running;
    expect((await send(sent, keyed("k-5"))).body).toEqual(first.body);
  });

  it("may be tried again after a failure, after its process died, and after a day", async () => {
    const [sent] = [ndjson(events(2))];
    const packed = gzipSync(sent);
    const broken = await send(packed.subarray(0, packed.length - 4), keyed("k-6", { "content-encoding": "gzip" }));
    expect(broken.response.status).toBe(400);
    expect((await send(sent, keyed("k-6"))).response.status).toBe(200);
    await site.owner`update ingest_requests set answer = null, seen_at = now() - interval '31 seconds'
      where request_key = 'k-6'`;
    expect((await send(sent, keyed("k-6"))).body).toMatchObject({ duplicates: 2 });
    await site.owner`update ingest_requests set seen_at = now() - interval '25 hours' where request_key = 'k-6'`;
    expect((await send(ndjson(events(1)), keyed("k-6"))).body).toMatchObject({ accepted: 1 });
  });

  it.each([["two words"], ["é"], ["k".repeat(256)]])("whose key is unusable is refused: %s", async (key) => {
    const { response, body } = await send(ndjson(events(1)), keyed(key));
    expect(response.status).toBe(400);
    expect(body.error.message).toContain("Idempotency-Key");
  });
});

import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ownScopeFromSession } from "@/lib/access/own-scope";
import { sessionFromToken } from "@/lib/access/session";
import { parseOwnQuery } from "@/lib/model/own-query";
import { describeClient } from "@/lib/services/authentication/describe-client";
import { locateAddress } from "@/lib/services/authentication/locate-address";
import { recordAttempts, sweepAttempts } from "@/lib/services/authentication/record-attempts";
import { signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";
import { listOwnSignIns } from "@/lib/services/own-sign-ins/list-own-sign-ins";
import { renewSession } from "@/lib/services/sessions/renew-session";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { smallMmdb } from "@/tests/helpers/mmdb";
import type { TestTenant } from "@/tests/helpers/tenant";
import { createTestUser, openTestSite, PASSWORD, startTestSession, type TestSite } from "./site";

const EDGE =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.3537.71";
const HOUR_MS = 3_600_000;

let site: TestSite;
let tenant: TestTenant;
let upn: string;
let userId: string;

beforeAll(async () => {
  site = await openTestSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  tenant = await site.createTenant();
  ({ upn, userId } = await createTestUser(tenant));
});

function attempt(password: string, username = upn, now = new Date()) {
  return signInWithPassword({ username, password, ip: "192.0.2.7", userAgent: EDGE, now });
}

/** What the tenant's log holds, in order of arrival. */
async function logged() {
  await recordAttempts(tenant.tenantId, new Date(Date.now() + 2 * 60_000));
  return site.owner`select s.category, s.error_code as code, s.principal_key as who, s.principal_upn as upn,
      s.application_name as application, s.ip_text as ip, s.os, s.browser, d.rest::json as rest
    from sign_ins s join sign_in_details d using (tenant_id, category, created_at, id)
    where s.tenant_id = ${tenant.tenantId} order by s.created_at, s.created_ms`;
}

describe("an attempt to sign in", () => {
  it("is a sign-in in the tenant's log with its true code, its steps, the device and the address", async () => {
    await attempt("wrong password");
    await attempt(PASSWORD, `nobody@${tenant.slug}.example`);
    await setUserDisabled(tenant.scope, { upn, disabled: true });
    await attempt(PASSWORD);
    await setUserDisabled(tenant.scope, { upn, disabled: false });
    await attempt(PASSWORD);
    const rows = await logged();
    expect(rows.map(({ code }) => code)).toEqual([50126, 50034, 50057, 0]);
    expect(rows[0]).toMatchObject({
      ...{ category: 1, who: userId, upn, application: "Signbook", ip: "192.0.2.7" },
      ...{ os: "Windows 10", browser: "Edge 141.0.3537" },
    });
    expect(rows[0]?.rest.authenticationDetails).toMatchObject([
      { authenticationMethod: "Password", succeeded: false, authenticationStepResultDetail: "Wrong password" },
    ]);
    // Kept as what was typed, and not as one of the tenant's people.
    const typed = `nobody@${tenant.slug}.example`;
    expect(rows[1]).toMatchObject({ upn: null, rest: { signInIdentifier: typed } });
    const names = await site.owner`select name from sign_in_names where tenant_id = ${tenant.tenantId}`;
    expect(names.map(({ name }) => name)).toEqual(expect.arrayContaining([upn, "No such account"]));
    expect(names.map(({ name }) => name)).not.toContain(typed);
    expect(rows[3]?.rest.authenticationDetails).toMatchObject([{ succeeded: true }]);
    const texts = JSON.stringify(rows);
    expect(texts).not.toContain(PASSWORD);
    expect(texts).not.toContain("wrong password");
  });

  it("is found under the person's own sign-ins, whether the account is linked to an id or not", async () => {
    const sid = await startTestSession(upn);
    const own = ownScopeFromSession(await sessionFromToken(sid, new Date()));
    await attempt("wrong password");
    await site.owner`update users set object_id = 'linked-later' where user_id = ${userId}`;
    await attempt(PASSWORD);
    await logged();
    const now = new Date();
    const query = parseOwnQuery(new URLSearchParams(), { license: own.license, now });
    const page = query.ok ? await listOwnSignIns(own, query.query, { now }) : undefined;
    expect(page?.items.map(({ errorCode }) => errorCode)).toEqual([0, 50126, 0]);
  });

  it("that is refused unseen is one record a minute, with the number of attempts", async () => {
    const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000);
    for (let guess = 0; guess < 15; guess++) await attempt("guess", upn, minute);
    await recordAttempts(tenant.tenantId, new Date(minute.getTime() + 59_000));
    expect((await site.owner`select repeats from pending_sign_ins where tenant_id = ${tenant.tenantId}`)[0]).toEqual({
      repeats: 5,
    });
    const rows = await logged();
    expect(rows.filter(({ code }) => code === 50126)).toHaveLength(10);
    const locked = rows.filter(({ code }) => code === 50053);
    expect(locked).toHaveLength(1);
    expect(locked[0]?.rest.authenticationProcessingDetails).toEqual([{ key: "Attempts in this minute", value: "5" }]);
  });

  it("that its process left behind is brought in by the worker, once", async () => {
    await attempt(PASSWORD);
    const later = { now: new Date(Date.now() + 60_000) };
    await sweepAttempts(later);
    await sweepAttempts(later);
    const [row] = await site.owner`select count(*)::int as n from sign_ins where tenant_id = ${tenant.tenantId}`;
    expect(row?.n).toBe(1);
    expect(await site.owner`select 1 from pending_sign_ins where tenant_id = ${tenant.tenantId}`).toHaveLength(0);
  });
});

describe("a session that goes on", () => {
  it("is a non-interactive sign-in once an hour at most, of several requests at once too", async () => {
    const start = new Date(Date.now() - 3 * HOUR_MS);
    const sid = await startTestSession(upn, start);
    const client = { ip: "192.0.2.8", userAgent: EDGE };
    const renewAt = async (hours: number) => {
      const now = new Date(start.getTime() + hours * HOUR_MS);
      const session = await sessionFromToken(sid, now);
      const told = await Promise.all([1, 2, 3].map(() => renewSession(session!, sid, client, now)));
      return told.filter(Boolean).length;
    };
    expect([await renewAt(0.9), await renewAt(1), await renewAt(1.5), await renewAt(2.1)]).toEqual([0, 1, 0, 1]);
    const rows = await logged();
    expect(rows.map(({ category, code }) => [category, code])).toEqual([
      [1, 0],
      [2, 0],
      [2, 0],
    ]);
    expect(new Set(rows.map(({ rest }) => rest.sessionId)).size).toBe(1);
    expect(rows[1]).toMatchObject({ who: userId, ip: "192.0.2.8" });
  });
});

describe("what is told of a client", () => {
  it.each<[userAgent: string | null, browser: string, operatingSystem: string]>([
    [EDGE, "Edge 141.0.3537", "Windows 10"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox 128.0", "Linux"],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
      "Safari 18.1",
      "MacOs",
    ],
    ["curl/8.1", "", ""],
    [null, "", ""],
  ])("%s", (userAgent, browser, operatingSystem) => {
    expect(describeClient(userAgent)).toEqual({ browser, operatingSystem });
  });

  it("is its place, where a database of places knows its address", async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), "signbook-places-")), "places.mmdb");
    writeFileSync(
      file,
      smallMmdb(81, {
        ...{ city: { names: { en: "Leeds" } }, country: { iso_code: "GB" } },
        location: { latitude: 53.8, longitude: -1.55 },
      }),
    );
    const leeds = { city: "Leeds", state: "", countryOrRegion: "GB" };
    const geoCoordinates = { latitude: 53.8, longitude: -1.55 };
    expect(await locateAddress("81.2.69.142", file)).toEqual({ ...leeds, geoCoordinates });
    expect(await locateAddress("::ffff:81.2.69.142", file)).toMatchObject(leeds);
    for (const nowhere of ["8.8.8.8", "10.0.0.1", "127.0.0.1", "unknown", null]) {
      expect(await locateAddress(nowhere, file)).toBeUndefined();
    }
  });

  it("is the country at least, without such a database", async () => {
    for (const british of ["81.2.69.142", "::ffff:81.2.69.142"]) {
      expect(await locateAddress(british, undefined)).toEqual({ city: "", state: "", countryOrRegion: "GB" });
    }
    for (const nowhere of ["10.0.0.1", "127.0.0.1", "203.0.113.5", "2001:db8::1", "unknown", null]) {
      expect(await locateAddress(nowhere, undefined)).toBeUndefined();
    }
  });
});

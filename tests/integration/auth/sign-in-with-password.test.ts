import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sessionFromToken } from "@/lib/access/session";
import { passwordHashes } from "@/lib/metrics";
import { signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import type { TestTenant } from "@/tests/helpers/tenant";
import { createTestUser, openTestSite, PASSWORD, type TestSite } from "./site";

const NOW = new Date("2025-03-01T10:00:00Z");
const SECOND_MS = 1000;

let site: TestSite;
let tenant: TestTenant;
let upn: string;
/** Of each test its own: guesses are counted by address too. */
let address: string;
let tests = 0;

beforeAll(async () => {
  // As many connections as a few processes have, so that the guesses really meet in the database.
  site = await openTestSite({ connections: 40 });
  tenant = await site.createTenant();
});
afterAll(() => site.close());
beforeEach(async () => {
  address = `192.0.2.${++tests}`;
  upn = (await createTestUser(tenant)).upn;
});

function attempt(password: string, { username = upn, now = NOW } = {}) {
  return signInWithPassword({ username, password, ip: address, userAgent: "test", now });
}

function secondsLater(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * SECOND_MS);
}

async function hashesDuring(work: () => Promise<unknown>): Promise<number> {
  const count = async () => (await passwordHashes.get()).values[0]?.value ?? 0;
  const before = await count();
  await work();
  return (await count()) - before;
}

describe("signing in with a password", () => {
  it("starts a session of the user, whatever the letter case and the blanks around the name", async () => {
    const result = await attempt(PASSWORD, { username: ` ${upn.toUpperCase()} ` });
    expect(result).toMatchObject({ errorCode: 0, tenant: { slug: tenant.slug }, user: { upn } });
    const session = result.errorCode === 0 ? await sessionFromToken(result.sid, NOW) : null;
    expect(session).toMatchObject({ upn, tenantId: tenant.tenantId, tenantSlug: tenant.slug, roles: [] });
  });

  it("stores no more of a session than the hash of its secret", async () => {
    const result = await attempt(PASSWORD);
    const secret = result.errorCode === 0 ? (result.sid.split(".")[1] ?? "") : "";
    expect(secret).toHaveLength(43);
    const rows = await site.owner`select secret_hash, to_jsonb(s)::text as text from sessions s
      join users u using (tenant_id, user_id) where u.upn = ${upn}`;
    expect(rows).toHaveLength(1);
    expect(rows[0]?.secret_hash).toHaveLength(32);
    expect(rows[0]?.text).not.toContain(secret);
  });

  it("tells a wrong password, an unknown user and an unknown domain apart for us only, and hashes for each", async () => {
    const strangers = [
      { errorCode: 50126, of: () => attempt("wrong password") },
      { errorCode: 50034, of: () => attempt(PASSWORD, { username: `nobody@${tenant.slug}.example` }) },
      { errorCode: 50034, of: () => attempt(PASSWORD, { username: "anna@elsewhere.example" }) },
      { errorCode: 50034, of: () => attempt(PASSWORD, { username: "no name at all\u0000" }) },
    ];
    const messages = new Set<string>();
    for (const { errorCode, of } of strangers) {
      const hashes = await hashesDuring(async () => {
        const result = await of();
        expect(result.errorCode).toBe(errorCode);
        if (result.errorCode !== 0) messages.add(result.message);
      });
      expect(hashes).toBe(1);
    }
    expect(messages.size).toBe(1);
  });

  it("tells only who knows the password that the account is disabled", async () => {
    await setUserDisabled(tenant.scope, { upn, disabled: true });
    const wrong = await attempt("wrong password");
    const right = await attempt(PASSWORD);
    expect(wrong.errorCode).toBe(50126);
    expect(right.errorCode).toBe(50057);
    expect(right.errorCode !== 0 && right.message).toContain("disabled");
  });

  it("refuses a user without a password", async () => {
    await site.owner`update users set password_hash = null where upn = ${upn}`;
    expect((await attempt("")).errorCode).toBe(50126);
  });
});

describe("guessing", () => {
  it("reaches the hash ten times at most, even with 200 guesses at once over many connections", async () => {
    const codes: number[] = [];
    const hashes = await hashesDuring(async () => {
      const guesses = Array.from({ length: 200 }, (_, number) => attempt(`guess number ${number}`));
      for (const { errorCode } of await Promise.all(guesses)) codes.push(errorCode);
    });
    expect(hashes).toBe(10);
    expect(codes.filter((code) => code === 50126)).toHaveLength(10);
    expect(codes.filter((code) => code === 50053)).toHaveLength(190);
    expect((await attempt(PASSWORD, { now: secondsLater(1) })).errorCode).toBe(50053);
  });

  it("is stopped for an unknown name as for a known one", async () => {
    const username = `ghost@${tenant.slug}.example`;
    for (let guess = 0; guess < 10; guess++) await attempt("guess", { username });
    expect((await attempt("guess", { username })).errorCode).toBe(50053);
  });

  it("locks for a minute, then twice as long after each further failure, an hour at most", async () => {
    for (let guess = 0; guess < 10; guess++) expect((await attempt("guess")).errorCode).toBe(50126);
    let at = 0;
    for (const pause of [60, 120, 240, 480, 960, 1920, 3600, 3600]) {
      expect((await attempt(PASSWORD, { now: secondsLater(at + pause - 1) })).errorCode).toBe(50053);
      at += pause;
      expect((await attempt("guess", { now: secondsLater(at) })).errorCode).toBe(50126);
    }
  });

  it("is forgotten with the first success", async () => {
    for (let round = 0; round < 2; round++) {
      for (let guess = 0; guess < 9; guess++) expect((await attempt("guess")).errorCode).toBe(50126);
      expect((await attempt(PASSWORD)).errorCode).toBe(0);
    }
  });

  it("lets the right password in after the pause", async () => {
    for (let guess = 0; guess < 10; guess++) await attempt("guess");
    expect((await attempt(PASSWORD, { now: secondsLater(61) })).errorCode).toBe(0);
  });

  it("is forgotten after a day without any", async () => {
    for (let guess = 0; guess < 9; guess++) await attempt("guess");
    await attempt("guess", { now: secondsLater(25 * 3600) });
    const rows = await site.owner`select failures from password_attempts where account_key = ${upn}`;
    expect(rows).toEqual([{ failures: 1 }]);
  });
});

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signInWithPassword } from "@/lib/services/authentication/sign-in-with-password";
import type { TestTenant } from "@/tests/helpers/tenant";
import { createTestUser, openTestSite, PASSWORD, type TestSite } from "./site";

const NOW = new Date("2025-03-01T10:00:00Z");

let site: TestSite;
let tenant: TestTenant;
let upn: string;

beforeAll(async () => {
  site = await openTestSite({ connections: 10 });
});
afterAll(() => site.close());
beforeEach(async () => {
  tenant = await site.createTenant();
  upn = (await createTestUser(tenant)).upn;
});

interface Given {
  username?: string;
  ip?: string;
  devices?: string[];
  seconds?: number;
}

function attempt(password: string, { username = upn, ip = "192.0.2.1", devices = [], seconds = 0 }: Given = {}) {
  const now = new Date(NOW.getTime() + seconds * 1000);
  return signInWithPassword({ username, password, ip, devices, userAgent: "test", now });
}

async function deviceOf(username = upn): Promise<string> {
  const result = await attempt(PASSWORD, { username, ip: "192.0.2.200" });
  if (result.errorCode !== 0 || !result.device) throw new Error("no device");
  return result.device;
}

it("of 200 guesses at once in four processes, ten reach the password check", async () => {
  const program = ["lib/cli/run.mjs", "tests/integration/auth/programs/guess.ts", site.appUrl, upn, "50"];
  const processes = Array.from({ length: 4 }, () => {
    const child = spawn(process.execPath, program, { stdio: ["pipe", "pipe", "inherit"] });
    return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  });
  for (const { lines } of processes) expect((await lines.next()).value).toBe("ready");
  for (const { child } of processes) child.stdin.write("go\n");
  const answers: { codes: number[]; checked: number }[] = [];
  for (const { lines } of processes) answers.push(JSON.parse((await lines.next()).value ?? ""));
  expect(answers.reduce((sum, { checked }) => sum + checked, 0)).toBe(10);
  const codes = answers.flatMap((answer) => answer.codes);
  expect(codes.filter((code) => code === 50126)).toHaveLength(10);
  expect(codes.filter((code) => code === 50053)).toHaveLength(190);
});

describe("a browser in which the person has signed in", () => {
  it("is not locked out by strangers, from wherever they guess", async () => {
    const devices = [await deviceOf()];
    for (let number = 0; number < 11; number++) await attempt("guess");
    expect((await attempt(PASSWORD)).errorCode).toBe(50053);
    expect((await attempt(PASSWORD, { devices })).errorCode).toBe(0);
    // The account stays locked for strangers.
    expect((await attempt(PASSWORD)).errorCode).toBe(50053);
  });

  it("is locked after ten guesses of its own", async () => {
    const devices = [await deviceOf()];
    for (let number = 0; number < 10; number++) {
      expect((await attempt("guess", { devices, ip: `192.0.2.${number}` })).errorCode).toBe(50126);
    }
    expect((await attempt(PASSWORD, { devices })).errorCode).toBe(50053);
    expect((await attempt(PASSWORD)).errorCode).toBe(0);
  });

  it("is a stranger to every other account, in the tenant and elsewhere", async () => {
    const other = await createTestUser(tenant);
    const elsewhere = await createTestUser(await site.createTenant());
    const devices = [await deviceOf()];
    for (const { upn: username } of [other, elsewhere]) {
      for (let number = 0; number < 10; number++) await attempt("guess", { username, ip: `198.51.100.${number}` });
      expect((await attempt(PASSWORD, { username, devices, ip: "203.0.113.1" })).errorCode).toBe(50053);
    }
  });

  it("gets a secret once, of which only the hash is stored", async () => {
    const device = await deviceOf();
    const again = await attempt(PASSWORD, { devices: [device] });
    expect(again.errorCode === 0 && again.device).toBeUndefined();
    const rows =
      await site.owner`select to_jsonb(d)::text as text from known_devices d where tenant_id = ${tenant.tenantId}`;
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).not.toContain(device);
  });
});

describe("an address", () => {
  it("is locked after fifty failures on whatever names, and others are not", async () => {
    const spray = (number: number) => attempt("Winter 2025!", { username: `name-${number}@${tenant.slug}.example` });
    expect((await spray(0)).errorCode).toBe(50034);
    // As if there had been 47 more.
    await site.owner`update password_attempts set failures = failures + 47
      where tenant_id = ${tenant.tenantId} and account_key = 'address 192.0.2.1'`;
    for (const number of [48, 49]) expect((await spray(number)).errorCode).toBe(50034);
    expect((await spray(50)).errorCode).toBe(50053);
    expect((await attempt(PASSWORD)).errorCode).toBe(50053);
    expect((await attempt(PASSWORD, { ip: "192.0.2.2" })).errorCode).toBe(0);
    expect((await attempt(PASSWORD, { seconds: 61 })).errorCode).toBe(0);
  });

  it("is not locked by people who sign in, however many at once", async () => {
    // Of one account only so many at once are waited for: what counts is what is left afterwards.
    const results = await Promise.all(Array.from({ length: 20 }, () => attempt(PASSWORD)));
    expect(results.some(({ errorCode }) => errorCode === 0)).toBe(true);
    const [row] = await site.owner`select failures, locked_until from password_attempts
      where tenant_id = ${tenant.tenantId} and account_key = 'address 192.0.2.1'`;
    expect(row).toMatchObject({ failures: 0 });
    expect((await attempt(PASSWORD)).errorCode).toBe(0);
  });
});

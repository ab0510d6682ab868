import { beforeEach, describe, expect, it, vi } from "vitest";

beforeEach(() => {
  vi.resetModules();
  process.env.AUTH_SECRET = "a secret of the tests, long enough to be one";
});

describe("derived keys", () => {
  it("are 256 bits, the same for the same purpose and secret, in every process", async () => {
    const first = (await import("@/lib/access/keys")).derivedKey("session");
    vi.resetModules();
    const second = (await import("@/lib/access/keys")).derivedKey("session");
    expect(first).toHaveLength(32);
    expect(second).toEqual(first);
  });

  it("differ from purpose to purpose, and from the secret", async () => {
    const { derivedKey } = await import("@/lib/access/keys");
    const keys = (["session", "cursor", "signing-keys"] as const).map((label) => derivedKey(label).toString("hex"));
    expect(new Set(keys).size).toBe(3);
    expect(keys).not.toContain(Buffer.from(process.env.AUTH_SECRET ?? "").toString("hex"));
  });

  it("all change with the secret", async () => {
    const before = (await import("@/lib/access/keys")).derivedKey("cursor");
    vi.resetModules();
    process.env.AUTH_SECRET = "another secret of the tests, long enough too";
    expect((await import("@/lib/access/keys")).derivedKey("cursor")).not.toEqual(before);
  });

  it("do not exist without a secret", async () => {
    process.env.AUTH_SECRET = "";
    const { derivedKey } = await import("@/lib/access/keys");
    expect(() => derivedKey("session")).toThrow("AUTH_SECRET");
  });
});

import { describe, expect, it } from "vitest";
import { hashSecret, randomSecret, sameSecret } from "@/lib/access/secrets";
import { formatSessionId, parseSessionId, sessionExpiry } from "@/lib/access/session";

const TENANT = "0195a3c1-7d00-7000-8000-000000000001";

describe("session ids", () => {
  it("name the tenant and carry the secret, of which only the hash is looked for", () => {
    const secret = randomSecret();
    expect(parseSessionId(formatSessionId(TENANT, secret))).toEqual({
      tenantId: TENANT,
      secretHash: hashSecret(secret),
    });
  });

  it.each(["", ".", `${TENANT}.`, `${TENANT}`, `.${"a".repeat(43)}`, `acorn.${"a".repeat(43)}`, `${TENANT}.a.b`])(
    "are not read from %j",
    (text) => {
      expect(parseSessionId(text)).toBeUndefined();
    },
  );
});

describe("a session's end", () => {
  const signedInAt = new Date("2025-03-01T00:00:00Z");

  it("is twelve hours after the last request", () => {
    expect(sessionExpiry(signedInAt, signedInAt)).toEqual(new Date("2025-03-01T12:00:00Z"));
    expect(sessionExpiry(signedInAt, new Date("2025-03-03T07:00:00Z"))).toEqual(new Date("2025-03-03T19:00:00Z"));
  });

  it("is never later than seven days after signing in", () => {
    expect(sessionExpiry(signedInAt, new Date("2025-03-07T13:00:00Z"))).toEqual(new Date("2025-03-08T00:00:00Z"));
  });
});

describe("secrets", () => {
  it("are 256 random bits", () => {
    expect(Buffer.from(randomSecret(), "base64url")).toHaveLength(32);
    expect(randomSecret()).not.toBe(randomSecret());
  });

  it("are compared whole, whatever their lengths", () => {
    expect(sameSecret("abc", "abc")).toBe(true);
    expect(sameSecret("abc", "abd")).toBe(false);
    expect(sameSecret("abc", "abcd")).toBe(false);
    expect(sameSecret("", "a")).toBe(false);
  });
});

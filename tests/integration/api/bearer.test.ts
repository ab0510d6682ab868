import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { CLIENT_BELIEVED_MS, scopeFromBearer } from "@/lib/access/token-scope";
import { type ClientCredentials, createClient } from "@/lib/services/clients/create-client";
import { revokeClient } from "@/lib/services/clients/revoke-client";
import { issueToken } from "@/lib/services/tokens/issue-token";
import { currentSigningKey } from "@/lib/services/tokens/signing-keys";
import { issuerOf } from "@/lib/services/tokens/token-claims";
import { InvalidTokenError } from "@/lib/services/tokens/verify-token";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL, openTestSite, type TestSite } from "../auth/site";

const NOW = new Date("2025-03-01T10:00:00Z");

let site: TestSite;
let tenant: TestTenant;
let other: TestTenant;
let client: ClientCredentials;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant("premium_p1");
  other = await site.createTenant();
});
afterAll(() => site.close());
beforeEach(async () => {
  client = await createClient(tenant.scope, {
    name: "Reader",
    permissions: ["SignInEvents.Write", "Policy.Read.All"],
  });
});

function later(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

async function tokenOf({ clientId, clientSecret, tenantId }: ClientCredentials): Promise<string> {
  const scope = `${APP_URL}/.default`;
  const issued = await issueToken({ tenant: tenantId, clientId, clientSecret, scope, address: "test" }, NOW);
  return issued.access_token;
}

function present(token: string, now = NOW) {
  return scopeFromBearer(new Request(APP_URL, { headers: { authorization: `Bearer ${token}` } }), now);
}

/** What a good token of the client says; a forger changes some of it. */
function claims(changes: Record<string, unknown> = {}) {
  const seconds = NOW.getTime() / 1000;
  return {
    ...{ iss: issuerOf(tenant.tenantId), aud: APP_URL, tid: tenant.tenantId, appid: client.clientId },
    ...{ iat: seconds, nbf: seconds, exp: seconds + 3599, roles: ["SignInEvents.Write"], ver: "2.0" },
    ...changes,
  };
}

async function signed(changes: Record<string, unknown> = {}, header: Record<string, unknown> = {}) {
  const { kid, privateKey } = await currentSigningKey(NOW);
  const token = new SignJWT(JSON.parse(JSON.stringify(claims(changes))));
  return token.setProtectedHeader({ alg: "RS256", kid, ...header }).sign(privateKey);
}

describe("a bearer token", () => {
  it("gives the scope of its client in its client's tenant", async () => {
    const scope = await present(await tokenOf(client));
    expect(scope).toMatchObject({ tenantId: tenant.tenantId, tenantSlug: tenant.slug, license: "premium_p1" });
    expect(scope.actor).toEqual({ kind: "client", id: client.clientId, name: "Reader" });
    expect([...scope.permissions].sort()).toEqual(["policies:read", "signIns:write"]);
  });

  it("is accepted when made here with all claims right, so that the forgeries below fail for their own reason", async () => {
    expect((await present(await signed())).tenantId).toBe(tenant.tenantId);
  });

  it.each<[string, () => Promise<string>]>([
    ["without a signature (alg none)", async () => new UnsecuredJWT(claims()).encode()],
    [
      "signed with the public key as a password (HS256)",
      async () => {
        const { kid, publicJwk } = await currentSigningKey(NOW);
        const key = new TextEncoder().encode(JSON.stringify(publicJwk));
        return new SignJWT(claims()).setProtectedHeader({ alg: "HS256", kid }).sign(key);
      },
    ],
    ["of an unknown key", () => signed({}, { kid: "signbook-99" })],
    ["without a key id", () => signed({}, { kid: undefined })],
    ["for another audience", () => signed({ aud: "https://graph.microsoft.com" })],
    ["of another tenant's issuer", () => signed({ iss: issuerOf(other.tenantId) })],
    ["of a foreign issuer", () => signed({ iss: "https://login.elsewhere.example/v2.0" })],
    ["naming another tenant", () => signed({ tid: other.tenantId })],
    ["for a client of another tenant", () => signed({ tid: other.tenantId, iss: issuerOf(other.tenantId) })],
    ["that has expired", () => signed({ exp: NOW.getTime() / 1000 - 10 })],
    ["that never expires", () => signed({ exp: undefined })],
    ["that is not valid yet", () => signed({ nbf: NOW.getTime() / 1000 + 60 })],
    ["without a client", () => signed({ appid: undefined })],
    ["with a client that is no id", () => signed({ appid: "'; --" })],
    ["without roles", () => signed({ roles: undefined })],
    [
      "with a changed payload",
      async () => {
        const [header, , signature] = (await signed()).split(".");
        const payload = Buffer.from(JSON.stringify(claims({ roles: ["AuditLog.Read.All"] }))).toString("base64url");
        return [header, payload, signature].join(".");
      },
    ],
    ["that is no token", async () => "abc"],
  ])("is refused %s", async (_, forge) => {
    await expect(present(await forge())).rejects.toThrow(InvalidTokenError);
  });

  it("must come in the Authorization header as Bearer", async () => {
    const token = await tokenOf(client);
    for (const authorization of ["", "Bearer", `Basic ${token}`, token]) {
      const request = new Request(`${APP_URL}?access_token=${token}`, { headers: { authorization } });
      await expect(scopeFromBearer(request, NOW)).rejects.toThrow(InvalidTokenError);
    }
  });

  it("ends with its hour", async () => {
    const token = await tokenOf(client);
    expect((await present(token, later(3599_000))).tenantId).toBe(tenant.tenantId);
    await expect(present(token, later(3605_000))).rejects.toThrow("expired");
  });

  it("is refused within five seconds after its client is revoked", async () => {
    const token = await tokenOf(client);
    await present(token);
    await revokeClient(tenant.scope, { clientId: client.clientId });
    expect(CLIENT_BELIEVED_MS).toBeLessThanOrEqual(5_000);
    await expect(present(token, later(CLIENT_BELIEVED_MS))).rejects.toThrow("revoked");
    await expect(present(token, later(CLIENT_BELIEVED_MS + 1))).rejects.toThrow("revoked");
  });

  it("loses what its client's row no longer grants, and gains nothing that it does not name itself", async () => {
    const token = await tokenOf(client);
    await site.owner`update api_clients set permissions = '{Policy.Read.All,AuditLog.Read.All}'
      where client_id = ${client.clientId}`;
    expect([...(await present(token)).permissions]).toEqual(["policies:read"]);
  });

  it("notes its client as used, once a minute at most", async () => {
    const token = await tokenOf(client);
    const lastUsed = async () => {
      const [row] = await site.owner`select last_used_at from api_clients where client_id = ${client.clientId}`;
      return row?.last_used_at;
    };
    await present(token);
    expect(await lastUsed()).toEqual(NOW);
    await present(token, later(59_999));
    expect(await lastUsed()).toEqual(NOW);
    await present(token, later(120_000));
    expect(await lastUsed()).toEqual(later(120_000));
  });
});

describe("the signing key", () => {
  it("is one and the same when several processes need the first one at once", async () => {
    await site.owner`delete from signing_keys`;
    const processes = await Promise.all(
      Array.from({ length: 4 }, async () => {
        vi.resetModules();
        return import("@/lib/services/tokens/signing-keys");
      }),
    );
    const keys = await Promise.all(processes.map((keys) => keys.currentSigningKey(NOW)));
    const moduli = new Set(keys.map(({ publicJwk }) => publicJwk.n));
    expect(moduli.size).toBe(1);
    expect(await site.owner`select key_id from signing_keys`).toEqual([{ key_id: "signbook-1" }]);
  });

  it("is stored encrypted", async () => {
    const [row] = await site.owner`select private_jwk_encrypted from signing_keys`;
    expect(Buffer.from(row?.private_jwk_encrypted).toString("latin1")).not.toContain('"kty"');
  });

  it("that cannot be decrypted, after AUTH_SECRET changed, is replaced and no longer believed", async () => {
    await site.owner`update signing_keys set private_jwk_encrypted = set_byte(private_jwk_encrypted, 40, 1)`;
    vi.resetModules();
    const keys = await import("@/lib/services/tokens/signing-keys");
    expect((await keys.currentSigningKey(NOW)).kid).toBe("signbook-2");
    expect((await keys.believedKeys(NOW)).map(({ kid }) => kid)).toEqual(["signbook-2"]);
  });
});

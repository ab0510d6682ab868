import { createLocalJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as getKeys } from "@/app/[tenant]/discovery/v2.0/keys/route";
import { GET as getAuthorize } from "@/app/[tenant]/oauth2/v2.0/authorize/route";
import { POST as postToken, GET as refuseGet } from "@/app/[tenant]/oauth2/v2.0/token/route";
import { GET as getIssuer } from "@/app/[tenant]/v2.0/.well-known/openid-configuration/route";
import { INTERNAL_HEADERS } from "@/lib/server/internal-headers";
import { addClientSecret } from "@/lib/services/clients/add-client-secret";
import { type ClientCredentials, createClient } from "@/lib/services/clients/create-client";
import { listClients } from "@/lib/services/clients/list-clients";
import { revokeClient } from "@/lib/services/clients/revoke-client";
import { issueToken } from "@/lib/services/tokens/issue-token";
import { recordGrants, sweepGrants } from "@/lib/services/tokens/record-grants";
import type { TestTenant } from "@/tests/helpers/tenant";
import { APP_URL, openTestSite, type TestSite } from "../auth/site";

let site: TestSite;
let tenant: TestTenant;
let other: TestTenant;
let client: ClientCredentials;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
  other = await site.createTenant();
});
afterAll(() => site.close());
beforeEach(async () => {
  client = await createClient(tenant.scope, {
    name: "Sender",
    permissions: ["SignInEvents.Write", "AuditLog.Read.All"],
  });
});

type Form = Record<string, string | undefined>;

function fullForm(): Form {
  return {
    grant_type: "client_credentials",
    client_id: client.clientId,
    client_secret: client.clientSecret,
    scope: "https://graph.microsoft.com/.default",
  };
}

function basic(id: string, secret: string): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString("base64")}` };
}

async function ask(form: Form | string, { path = tenant.tenantId, headers = {} as Record<string, string> } = {}) {
  const given = typeof form === "string" ? form : new URLSearchParams(JSON.parse(JSON.stringify(form))).toString();
  const request = new Request(`${APP_URL}/${path}/oauth2/v2.0/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
    body: given,
  });
  const response = await postToken(request, { params: Promise.resolve({ tenant: path }) });
  return { response, body: await response.json() };
}

describe("the token endpoint", () => {
  it("issues a token under the tenant's id and under its slug", async () => {
    for (const path of [tenant.tenantId, tenant.slug]) {
      const { response, body } = await ask(fullForm(), { path });
      expect(response.status).toBe(200);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(body).toEqual({ token_type: "Bearer", expires_in: 3599, access_token: expect.any(String) });
    }
  });

  it("signs with a key that the tenant's key set publishes, for the tenant's issuer", async () => {
    const { body } = await ask(fullForm());
    const context = { params: Promise.resolve({ tenant: tenant.slug }) };
    const keys = await (await getKeys(new Request(APP_URL), context)).json();
    const issuer = await (await getIssuer(new Request(APP_URL), context)).json();
    expect(keys.keys[0]).toEqual({
      ...{ kty: "RSA", alg: "RS256", use: "sig", kid: "signbook-1" },
      ...{ n: expect.any(String), e: "AQAB" },
    });
    expect(issuer.token_endpoint).toBe(`${APP_URL}/${tenant.tenantId}/oauth2/v2.0/token`);
    const { payload, protectedHeader } = await jwtVerify(body.access_token, createLocalJWKSet(keys), {
      issuer: issuer.issuer,
      audience: APP_URL,
    });
    expect(protectedHeader).toEqual({ alg: "RS256", kid: "signbook-1", typ: "JWT" });
    expect(payload).toMatchObject({
      ...{ ver: "2.0", tid: tenant.tenantId, appid: client.clientId, azp: client.clientId },
      ...{ sub: client.clientId, oid: client.clientId },
      iss: `${APP_URL}/${tenant.tenantId}/v2.0`,
      roles: ["SignInEvents.Write", "AuditLog.Read.All"],
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3599);
    expect(payload.nbf).toBe(payload.iat);
  });

  it("takes HTTP basic instead of the form", async () => {
    const { client_id, client_secret, ...form } = fullForm();
    const encoded = basic(client_id ?? "", encodeURIComponent(client_secret ?? ""));
    expect((await ask(form, { headers: encoded })).response.status).toBe(200);
    expect((await ask({ ...form, client_id }, { headers: encoded })).response.status).toBe(200);
  });

  it.each<[string, number, string, () => Promise<{ response: Response; body: { error: string } }>]>([
    ["a wrong secret", 401, "invalid_client", () => ask({ ...fullForm(), client_secret: "wrong" })],
    ["an unknown client", 401, "invalid_client", () => ask({ ...fullForm(), client_id: crypto.randomUUID() })],
    ["a client id that is no id", 401, "invalid_client", () => ask({ ...fullForm(), client_id: "x" })],
    ["another tenant's path", 401, "invalid_client", () => ask(fullForm(), { path: other.slug })],
    ["an unknown tenant's path", 401, "invalid_client", () => ask(fullForm(), { path: "no-such-tenant" })],
    ["no credentials", 401, "invalid_client", () => ask({ ...fullForm(), client_secret: undefined })],
    ["unreadable basic", 401, "invalid_client", () => ask(fullForm(), { headers: { authorization: "Basic §" } })],
    [
      "form and basic together",
      400,
      "invalid_request",
      () => ask(fullForm(), { headers: basic(client.clientId, client.clientSecret) }),
    ],
    [
      "another client in form and basic",
      400,
      "invalid_request",
      () => {
        const form = { ...fullForm(), client_id: crypto.randomUUID(), client_secret: undefined };
        return ask(form, { headers: basic(client.clientId, client.clientSecret) });
      },
    ],
    ["no grant type", 400, "invalid_request", () => ask({ ...fullForm(), grant_type: undefined })],
    ["another grant type", 400, "unsupported_grant_type", () => ask({ ...fullForm(), grant_type: "password" })],
    ["no scope", 400, "invalid_scope", () => ask({ ...fullForm(), scope: undefined })],
    ["another scope", 400, "invalid_scope", () => ask({ ...fullForm(), scope: "AuditLog.Read.All" })],
    ["two scopes", 400, "invalid_scope", () => ask({ ...fullForm(), scope: "a/.default b/.default" })],
    ["a parameter given twice", 400, "invalid_request", () => ask("grant_type=client_credentials&scope=a&scope=b")],
    ["an endless form", 400, "invalid_request", () => ask({ ...fullForm(), more: "x".repeat(20_000) })],
    [
      "JSON",
      400,
      "invalid_request",
      () => ask(JSON.stringify(fullForm()), { headers: { "content-type": "application/json" } }),
    ],
  ])("refuses %s as OAuth says", async (_, status, error, asking) => {
    const { response, body } = await asking();
    expect(response.status).toBe(status);
    expect(body).toEqual({ error, error_description: expect.any(String) });
    expect(response.headers.get("cache-control")).toBe("no-store");
  });

  it("tells an unknown client and a wrong secret with the same words", async () => {
    const wrong = await ask({ ...fullForm(), client_secret: "wrong" });
    const unknown = await ask({ ...fullForm(), client_id: crypto.randomUUID() });
    const foreign = await ask(fullForm(), { path: other.tenantId });
    expect(unknown.body).toEqual(wrong.body);
    expect(foreign.body).toEqual(wrong.body);
  });

  it("answers a refused header with the header's scheme", async () => {
    const { client_id, client_secret: _, ...form } = fullForm();
    const { response } = await ask(form, { headers: basic(client_id ?? "", "wrong") });
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toMatch(/^Basic realm=/);
    expect((await ask({ ...fullForm(), client_secret: "wrong" })).response.headers.has("www-authenticate")).toBe(false);
  });

  it("refuses a revoked client, an expired and a revoked secret, and takes a second secret", async () => {
    const mine = site.owner`client_id = ${client.clientId}`;
    await site.owner`update api_client_secrets set expires_at = now() + interval '1 minute' where ${mine}`;
    expect((await ask(fullForm())).response.status).toBe(200);
    await site.owner`update api_client_secrets set expires_at = now() - interval '1 second' where ${mine}`;
    expect((await ask(fullForm())).response.status).toBe(401);
    await site.owner`insert into api_client_secrets (tenant_id, client_id, secret_id, secret_hash, created_at)
      select tenant_id, client_id, gen_random_uuid(), sha256('second'), now() from api_client_secrets where ${mine}`;
    expect((await ask({ ...fullForm(), client_secret: "second" })).response.status).toBe(200);
    await site.owner`update api_client_secrets set revoked_at = now() where ${mine} and expires_at is null`;
    expect((await ask({ ...fullForm(), client_secret: "second" })).response.status).toBe(401);
    await site.owner`update api_client_secrets set revoked_at = null, expires_at = null where ${mine}`;
    expect((await ask(fullForm())).response.status).toBe(200);
    await revokeClient(tenant.scope, { clientId: client.clientId });
    expect((await ask(fullForm())).response.status).toBe(401);
  });

  it("limits one client at one address, not the same client elsewhere", async () => {
    const headers = { [INTERNAL_HEADERS.clientAddress]: "192.0.2.7" };
    const wrong = { ...fullForm(), client_secret: "wrong" };
    for (let request = 0; request < 60; request++) expect((await ask(wrong, { headers })).response.status).toBe(401);
    const { response, body } = await ask(fullForm(), { headers });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(body.error).toBe("temporarily_unavailable");
    const elsewhere = { [INTERNAL_HEADERS.clientAddress]: "192.0.2.8" };
    expect((await ask(fullForm(), { headers: elsewhere })).response.status).toBe(200);
  });

  it("names addresses that libraries look for, and refuses what is not possible there", async () => {
    const context = { params: Promise.resolve({ tenant: tenant.slug }) };
    const issuer = await (await getIssuer(new Request(APP_URL), context)).json();
    for (const name of ["issuer", "authorization_endpoint", "token_endpoint", "jwks_uri"]) {
      expect(issuer[name]).toMatch(new RegExp(`^${APP_URL}/${tenant.tenantId}/`));
    }
    const response = await getAuthorize(new Request(issuer.authorization_endpoint), undefined);
    expect(response.status).toBe(400);
    expect((await response.json()).error.code).toBe("unsupported_response_type");
  });

  it("has no other method", async () => {
    const response = await refuseGet(new Request(APP_URL));
    expect(response.status).toBe(405);
    expect(response.headers.get("allow")).toBe("POST");
  });

  it("describes no tenant that does not exist", async () => {
    const context = { params: Promise.resolve({ tenant: "no-such-tenant" }) };
    expect((await getKeys(new Request(APP_URL), context)).status).toBe(404);
    expect((await getIssuer(new Request(APP_URL), context)).status).toBe(404);
  });
});

describe("each answer to a client of the tenant", () => {
  const signIns = (of: TestTenant) => site.owner`
    select s.category, s.error_code as code, s.status, s.application_name as name, s.ip_text as ip, d.rest::jsonb as rest
    from sign_ins s join sign_in_details d using (tenant_id, category, created_at, id)
    where s.tenant_id = ${of.tenantId} order by s.created_at, s.created_ms`;

  it("is a service-principal sign-in in the tenant's own log, good or bad, with the secret that was used", async () => {
    const [mine, stranger] = [await site.createTenant(), await site.createTenant()];
    client = await createClient(mine.scope, { name: "Poller", permissions: ["AuditLog.Read.All"], secretDays: 30 });
    const path = mine.slug;
    const headers = { [INTERNAL_HEADERS.clientAddress]: "192.0.2.44", "user-agent": "poller/1" };
    const { body } = await ask(fullForm(), { path, headers });
    await ask({ ...fullForm(), client_secret: "wrong" }, { path, headers });
    await ask({ ...fullForm(), client_id: crypto.randomUUID() }, { path, headers });
    await ask(fullForm(), { path: stranger.slug, headers });
    await site.owner`update api_client_secrets set expires_at = now() where client_id = ${client.clientId}`;
    await ask(fullForm(), { path, headers });
    await revokeClient(mine.scope, client);
    await ask(fullForm(), { path, headers });
    await recordGrants(mine.tenantId);
    expect(await recordGrants(mine.tenantId)).toBe(0);
    const rows = await signIns(mine);
    expect(rows.map(({ code, status }) => [code, status])).toEqual([
      [0, 1],
      [7000215, 2],
      [7000222, 2],
      [7000112, 2],
    ]);
    const [secret] = (await listClients(mine.scope))[0]!.secrets;
    expect(rows[0]).toMatchObject({
      ...{ category: 3, name: "Poller", ip: "192.0.2.44" },
      rest: {
        ...{ clientCredentialType: "clientSecret", servicePrincipalCredentialKeyId: secret!.id },
        uniqueTokenIdentifier: JSON.parse(Buffer.from(body.access_token.split(".")[1], "base64url").toString()).jti,
      },
    });
    expect(rows[1]?.rest).not.toHaveProperty("servicePrincipalCredentialKeyId");
    expect(rows[2]?.rest).toMatchObject({ servicePrincipalCredentialKeyId: secret!.id });
    expect(await signIns(stranger)).toHaveLength(0);
    expect(JSON.stringify(rows)).not.toContain(client.clientSecret);
  });

  it("notes when a secret was last used, for that secret alone", async () => {
    const mine = await site.createTenant();
    client = await createClient(mine.scope, { name: "Rotating", permissions: ["AuditLog.Read.All"] });
    await addClientSecret(mine.scope, client);
    await ask(fullForm(), { path: mine.slug });
    await recordGrants(mine.tenantId);
    const [listed] = await listClients(mine.scope);
    expect(listed?.lastUsedAt).toEqual(expect.any(Date));
    expect(listed?.secrets.map(({ lastUsedAt }) => lastUsedAt !== null)).toEqual([false, true]);
  });

  it("is brought into the log by the worker where the process that gave it has died", async () => {
    const mine = await site.createTenant();
    client = await createClient(mine.scope, { name: "Left", permissions: ["AuditLog.Read.All"] });
    const asked = {
      clientId: client.clientId,
      clientSecret: client.clientSecret,
      scope: "x/.default",
      address: "unknown",
    };
    await issueToken({ ...asked, tenant: mine.slug }, new Date());
    expect(await signIns(mine)).toHaveLength(0);
    await sweepGrants({ now: new Date(Date.now() + 60_000) });
    expect(await signIns(mine)).toMatchObject([{ code: 0, ip: null }]);
  });
});

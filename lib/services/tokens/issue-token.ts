/** Client credentials in, access token out. */
import { timingSafeEqual } from "node:crypto";
import { SignJWT } from "jose";
import { v4 as uuidv4 } from "uuid";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readClientCredentials } from "@/db/queries/clients";
import { findTenant, isUuid } from "@/lib/access/find-tenant";
import { hashSecret } from "@/lib/access/secrets";
import type { ClientPermission } from "@/lib/model/roles";
import { currentSigningKey, SIGNING_ALGORITHM } from "./signing-keys";
import { audience, issuerOf, TOKEN_LIFETIME_SECONDS } from "./token-claims";
import { countTokenRequest } from "./token-rate-limit";
import { TokenRequestError } from "./token-request-error";

export interface TokenRequest {
  /** Slug or id, from the address. */
  tenant: string;
  clientId: string;
  clientSecret: string;
  scope: string | undefined;
  /** Where the request comes from, for the rate limit. */
  address: string;
}

export interface IssuedToken {
  token_type: "Bearer";
  expires_in: number;
  access_token: string;
}

const NO_SECRET = Buffer.alloc(32);

/**
 * Issues a token with the client's permissions in its own tenant.
 * @throws TokenRequestError: `invalid_client` for an unknown tenant or client, another tenant's client, a wrong,
 *   expired or revoked secret and a revoked client alike; `invalid_scope` unless the scope is `…/.default`.
 * @throws TooManyRequestsError; UnavailableError when the database is away.
 */
export async function issueToken(request: TokenRequest, now: Date): Promise<IssuedToken> {
  countTokenRequest(request.clientId, request.address, now);
  if (!request.scope?.endsWith("/.default") || /\s/.test(request.scope)) {
    throw new TokenRequestError("invalid_scope", "The scope must be one resource followed by /.default.");
  }
  const client = await checkCredentials(request, now);
  if (!client) throw new TokenRequestError("invalid_client", "The client, its secret or the tenant is not right.");
  return {
    token_type: "Bearer",
    expires_in: TOKEN_LIFETIME_SECONDS,
    access_token: await sign(client, now),
  };
}

interface CheckedClient {
  tenantId: string;
  clientId: string;
  permissions: ClientPermission[];
}

async function checkCredentials(request: TokenRequest, now: Date): Promise<CheckedClient | undefined> {
  const { clientId, clientSecret } = request;
  const tenant = await findTenant(request.tenant);
  const { db } = appDatabase();
  const stored =
    tenant && isUuid(clientId)
      ? await inTenant(db, tenant, (inside) => readClientCredentials(inside, clientId, now))
      : undefined;
  const given = hashSecret(clientSecret);
  // Compared also where there is nothing to compare with, so that an unknown client costs what a wrong secret does.
  const matches = (stored?.secretHashes ?? [NO_SECRET]).filter((hash) => timingSafeEqual(hash, given)).length > 0;
  if (!tenant || !stored || !matches) return undefined;
  return { tenantId: tenant.tenantId, clientId: clientId.toLowerCase(), permissions: stored.permissions };
}

async function sign({ tenantId, clientId, permissions }: CheckedClient, now: Date): Promise<string> {
  const { kid, privateKey } = await currentSigningKey(now);
  const issuedAt = Math.floor(now.getTime() / 1000);
  return new SignJWT({
    ver: "2.0",
    tid: tenantId,
    appid: clientId,
    azp: clientId,
    oid: clientId,
    roles: permissions,
  })
    .setProtectedHeader({ alg: SIGNING_ALGORITHM, kid, typ: "JWT" })
    .setIssuer(issuerOf(tenantId))
    .setAudience(audience())
    .setSubject(clientId)
    .setJti(uuidv4())
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFETIME_SECONDS)
    .sign(privateKey);
}

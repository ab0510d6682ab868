/** Client credentials in, access token out. */
import { timingSafeEqual } from "node:crypto";
import { SignJWT } from "jose";
import { v4 as uuidv4 } from "uuid";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readClientCredentials, type StoredCredentials } from "@/db/queries/clients";
import { insertTokenGrant } from "@/db/queries/token-grants";
import { findTenant, isUuid } from "@/lib/access/find-tenant";
import { hashSecret } from "@/lib/access/secrets";
import type { ClientPermission } from "@/lib/model/roles";
import { type GrantOutcome, grantOf } from "./grant-record";
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
  userAgent?: string | null;
  /** Told the tenant once the answer to one of its clients, good or bad, waits to be brought into the log. */
  onAnswer?: (tenantId: string) => void;
}

export interface IssuedToken {
  token_type: "Bearer";
  expires_in: number;
  access_token: string;
}

const NO_SECRET = Buffer.alloc(32);

/**
 * Issues a token with the client's permissions in its own tenant. The answer to a client of the tenant, whichever it is,
 * is kept with the look at its credentials, to become a sign-in in the tenant's log.
 * @throws TokenRequestError: `invalid_client` for an unknown tenant or client, another tenant's client, a wrong,
 *   expired or revoked secret and a revoked client alike; `invalid_scope` unless the scope is `…/.default`.
 * @throws TooManyRequestsError; UnavailableError when the database is away.
 */
export async function issueToken(request: TokenRequest, now: Date): Promise<IssuedToken> {
  countTokenRequest(request.clientId, request.address, now);
  if (!request.scope?.endsWith("/.default") || /\s/.test(request.scope)) {
    throw new TokenRequestError("invalid_scope", "The scope must be one resource followed by /.default.");
  }
  const tokenId = uuidv4();
  const client = await checkCredentials(request, tokenId, now);
  if (!client) throw new TokenRequestError("invalid_client", "The client, its secret or the tenant is not right.");
  return {
    token_type: "Bearer",
    expires_in: TOKEN_LIFETIME_SECONDS,
    access_token: await sign(client, tokenId, now),
  };
}

interface CheckedClient {
  tenantId: string;
  clientId: string;
  permissions: ClientPermission[];
}

async function checkCredentials(request: TokenRequest, tokenId: string, now: Date): Promise<CheckedClient | undefined> {
  const clientId = request.clientId.toLowerCase();
  const tenant = await findTenant(request.tenant);
  const given = hashSecret(request.clientSecret);
  // Compared also where there is nothing to compare with, so that an unknown client costs what a wrong secret does.
  if (!tenant || !isUuid(clientId)) {
    timingSafeEqual(NO_SECRET, given);
    return undefined;
  }
  const { tenantId } = tenant;
  const permissions = await inTenant(appDatabase().db, tenant, async (inside) => {
    const stored = await readClientCredentials(inside, clientId);
    const { outcome, secretId } = judge(stored, given, now);
    if (!stored) return undefined;
    const { address, userAgent = null } = request;
    const facts = { clientId, clientName: stored.name, secretId, outcome, address, userAgent, tokenId, at: now };
    await insertTokenGrant(inside, grantOf(facts));
    return outcome === "granted" ? stored.permissions : [];
  });
  if (!permissions) return undefined;
  request.onAnswer?.(tenantId);
  return permissions.length > 0 ? { tenantId, clientId, permissions } : undefined;
}

interface Judgement {
  outcome: GrantOutcome;
  /** Of the client's secrets the one that was given, valid or not. */
  secretId: string | null;
}

/** Every secret is compared, whatever comes out. */
function judge(stored: StoredCredentials | undefined, given: Buffer, now: Date): Judgement {
  const known = stored?.secrets ?? [];
  const matching = known.filter(({ secretHash }) => timingSafeEqual(secretHash, given));
  if (known.length === 0) timingSafeEqual(NO_SECRET, given);
  const isLive = ({ expiresAt }: { expiresAt: Date | null }) => expiresAt === null || expiresAt > now;
  const secret = matching.find(isLive) ?? matching[0];
  const secretId = secret?.secretId ?? null;
  if (stored?.revokedAt) return { outcome: "revokedClient", secretId };
  if (!secret) return { outcome: "wrongSecret", secretId };
  return { outcome: isLive(secret) ? "granted" : "expiredSecret", secretId };
}

async function sign({ tenantId, clientId, permissions }: CheckedClient, tokenId: string, now: Date): Promise<string> {
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
    .setJti(tokenId)
    .setIssuedAt(issuedAt)
    .setNotBefore(issuedAt)
    .setExpirationTime(issuedAt + TOKEN_LIFETIME_SECONDS)
    .sign(privateKey);
}

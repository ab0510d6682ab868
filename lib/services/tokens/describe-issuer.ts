/** What client libraries look up before they trust a tenant's tokens: public, the same for everybody. */
import { findTenant } from "@/lib/access/find-tenant";
import { env } from "@/lib/env";
import { NotFoundError } from "@/lib/model/errors";
import { believedKeys, SIGNING_ALGORITHM } from "./signing-keys";
import { issuerOf } from "./token-claims";

/**
 * The OpenID Connect discovery document of a tenant.
 * @param tenant slug or id.
 * @throws NotFoundError when there is no such tenant; UnavailableError when the database is away.
 */
export async function describeIssuer(tenant: string): Promise<Record<string, unknown>> {
  const found = await findTenant(tenant);
  if (!found) throw new NotFoundError("There is no such tenant.");
  const base = `${env().APP_URL}/${found.tenantId}`;
  return {
    issuer: issuerOf(found.tenantId),
    // There is nothing to authorize for programs, but libraries trust no issuer that names no such address.
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    grant_types_supported: ["client_credentials"],
    response_types_supported: ["none"],
    response_modes_supported: ["query"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: [SIGNING_ALGORITHM],
    claims_supported: ["iss", "aud", "exp", "iat", "nbf", "sub", "jti", "tid", "appid", "azp", "oid", "roles", "ver"],
    scopes_supported: [`${env().APP_URL}/.default`],
  };
}

/** The public halves of the keys in use, as a JSON Web Key Set; all tenants share them. */
export async function publicKeySet(tenant: string, now: Date): Promise<{ keys: Record<string, unknown>[] }> {
  if (!(await findTenant(tenant))) throw new NotFoundError("There is no such tenant.");
  const keys = await believedKeys(now);
  return { keys: keys.map(({ publicJwk }) => ({ ...publicJwk })) };
}

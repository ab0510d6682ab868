/** The tenant's identity provider, as openid-client talks to it. The only place that knows the library. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
} from "openid-client";
import { env } from "@/lib/env";
import { guardedFetch, type OutboundRequest } from "@/lib/outbound/guarded-fetch";

export interface ProviderClient {
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** Where the provider sends people back to. */
export function redirectUri(): string {
  return `${env().APP_URL}/sign-in/sso/callback`;
}

function ask(url: string, request: OutboundRequest): Promise<Response> {
  return guardedFetch(url, request, { allowPrivate: env().OUTBOUND_ALLOW_PRIVATE });
}

/** Reads what the provider says of itself. @throws when it cannot be reached, or names another issuer. */
async function discover({ issuer, clientId, clientSecret }: ProviderClient): Promise<Configuration> {
  // Whether http is allowed at all is for the guard to say.
  const config = await discovery(new URL(issuer), clientId, clientSecret, secretAsAskedFor(clientSecret), {
    [customFetch]: (url, options) => ask(url, options),
    execute: new URL(issuer).protocol === "http:" ? [allowInsecureRequests] : [],
    timeout: 5,
  });
  config[customFetch] = (url, options) => ask(url, options);
  // Not the connection alone proves where a token is from: its signature is checked too.
  enableNonRepudiationChecks(config);
  return config;
}

/** In the header, as the standard has it where a provider names nothing; in the body where it knows that only. */
function secretAsAskedFor(clientSecret: string): ClientAuth {
  return (server, client, body, headers) => {
    const known = server.token_endpoint_auth_methods_supported;
    const inHeader = known === undefined || known.includes("client_secret_basic");
    const authenticate = inHeader ? ClientSecretBasic(clientSecret) : ClientSecretPost(clientSecret);
    return authenticate(server, client, body, headers);
  };
}

/**
 * Whether the provider could be used as it is described: it answers, is who it says, and has what a sign-in takes.
 * @throws Error with the reason.
 */
export async function testProvider(client: ProviderClient): Promise<void> {
  const { authorization_endpoint, token_endpoint, jwks_uri } = (await discover(client)).serverMetadata();
  if (!authorization_endpoint || !token_endpoint || !jwks_uri) {
    throw new Error("The provider does not name its authorization, token and key addresses.");
  }
  const keys = await ask(jwks_uri, {});
  const body = keys.ok ? ((await keys.json()) as { keys?: unknown[] }) : {};
  if (!body.keys?.length) throw new Error("The provider has no keys to check its signatures with.");
}

export interface Departure {
  redirectTo: string;
  nonce: string;
  codeVerifier: string;
}

/** Where to send somebody who wants to sign in. */
export async function departureTo(client: ProviderClient, state: string): Promise<Departure> {
  const config = await discover(client);
  const nonce = randomNonce();
  const codeVerifier = randomPKCECodeVerifier();
  const url = buildAuthorizationUrl(config, {
    redirect_uri: redirectUri(),
    scope: "openid profile email",
    ...{ state, nonce, code_challenge: await calculatePKCECodeChallenge(codeVerifier), code_challenge_method: "S256" },
  });
  return { redirectTo: url.href, nonce, codeVerifier };
}

/** What the provider says of the person, with its signature, audience, nonce and times checked. */
export interface ProvenClaims {
  subject: string;
  name: string | undefined;
  /** Only where the provider says that it is the person's. */
  verifiedEmail: string | undefined;
  /** The person's id in the provider's own sign-in records. */
  objectId: string;
}

/** @throws when any of it does not hold, or the provider cannot be reached. */
export async function claimsOf(
  client: ProviderClient,
  arrival: { query: string; state: string; nonce: string; codeVerifier: string },
): Promise<ProvenClaims> {
  const config = await discover(client);
  const tokens = await authorizationCodeGrant(config, new URL(`${redirectUri()}?${arrival.query}`), {
    pkceCodeVerifier: arrival.codeVerifier,
    expectedState: arrival.state,
    expectedNonce: arrival.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new Error("The provider sent no ID token.");
  const { sub, oid } = claims;
  // Many providers put into the token who it is, and tell the rest where they are asked for it.
  const asksMore = claims.email === undefined && config.serverMetadata().userinfo_endpoint !== undefined;
  const told = asksMore ? await fetchUserInfo(config, tokens.access_token, sub) : claims;
  const { email, email_verified, name = claims.name } = told;
  return {
    subject: sub,
    name: typeof name === "string" ? name : undefined,
    verifiedEmail: typeof email === "string" && email_verified === true ? email : undefined,
    objectId: (typeof oid === "string" ? oid : sub).toLowerCase(),
  };
}

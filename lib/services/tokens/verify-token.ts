/** Reads an access token that somebody presents. */
import { errors, jwtVerify } from "jose";
import { NotSignedInError } from "@/lib/model/errors";
import type { ClientPermission } from "@/lib/model/roles";
import { findBelievedKey, SIGNING_ALGORITHM } from "./signing-keys";
import { audience, claimsSchema, issuerOf } from "./token-claims";

/** A token is missing, or is not one of ours that is valid now. */
export class InvalidTokenError extends NotSignedInError {
  constructor(problem: string) {
    super();
    this.message = problem;
  }
}

export interface VerifiedToken {
  tenantId: string;
  clientId: string;
  permissions: ClientPermission[];
}

/** Clocks of several machines differ a little. */
const CLOCK_TOLERANCE_SECONDS = 5;

/**
 * What a token proves: which client of which tenant it was issued to, and with which permissions.
 * @throws InvalidTokenError for any algorithm, key, issuer, audience or time but ours; UnavailableError when the
 *   database is away.
 */
export async function verifyToken(token: string, now: Date): Promise<VerifiedToken> {
  const { payload } = await jwtVerify(
    token,
    async ({ kid }) => {
      const key = kid === undefined ? undefined : await findBelievedKey(kid, now);
      if (!key) throw new InvalidTokenError("The token was signed with a key that is not ours.");
      return key.publicKey;
    },
    {
      algorithms: [SIGNING_ALGORITHM],
      audience: audience(),
      currentDate: now,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ["iss", "aud", "exp", "nbf", "iat", "tid", "appid"],
    },
  ).catch(rethrow);
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success) throw new InvalidTokenError("The token lacks a claim.");
  const { iss, tid, appid, roles } = claims.data;
  if (iss !== issuerOf(tid)) throw new InvalidTokenError("The token's issuer is not the one of its tenant.");
  return { tenantId: tid, clientId: appid, permissions: roles };
}

function rethrow(error: unknown): never {
  if (error instanceof errors.JWTExpired) throw new InvalidTokenError("The token has expired.");
  if (error instanceof errors.JOSEError) throw new InvalidTokenError("The token is not valid.");
  throw error;
}

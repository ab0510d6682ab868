/** An answer of the token endpoint as the service-principal sign-in that it is. */
import { randomUUID } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import type { TokenGrant } from "@/db/queries/token-grants";
import { failureReasonOf } from "@/lib/model/error-catalogue";
import { audience } from "./token-claims";

/** Why a known client got no token; 0 when it got one. */
export const GRANT_CODES = {
  granted: 0,
  wrongSecret: 7000215,
  expiredSecret: 7000222,
  revokedClient: 7000112,
} as const;
export type GrantOutcome = keyof typeof GRANT_CODES;

export interface GrantFacts {
  clientId: string;
  clientName: string;
  /** The secret that was shown, where it is one of the client's. */
  secretId: string | null;
  outcome: GrantOutcome;
  address: string;
  userAgent: string | null;
  tokenId: string;
  at: Date;
}

/** What the log is to say, in the shape in which providers send their sign-ins. */
export function grantOf({ clientId, clientName, secretId, outcome, at, ...facts }: GrantFacts): TokenGrant {
  const errorCode = GRANT_CODES[outcome];
  const record = {
    id: randomUUID(),
    createdDateTime: at.toISOString(),
    signInEventTypes: ["servicePrincipal"],
    isInteractive: false,
    ...{ appId: clientId, appDisplayName: clientName, servicePrincipalId: clientId, servicePrincipalName: clientName },
    ...{ resourceId: audience(), resourceDisplayName: "Signbook" },
    clientCredentialType: "clientSecret",
    authenticationProtocol: "clientCredentials",
    ...(secretId ? { servicePrincipalCredentialKeyId: secretId } : {}),
    ...(facts.address === "unknown" ? {} : { ipAddress: facts.address }),
    ...(facts.userAgent ? { userAgent: facts.userAgent.slice(0, 1000) } : {}),
    ...(errorCode === 0 ? { uniqueTokenIdentifier: facts.tokenId } : {}),
    conditionalAccessStatus: "notApplied",
    status: { errorCode, failureReason: failureReasonOf(errorCode) },
  };
  const used = outcome === "granted" ? secretId : null;
  return { grantId: uuidv7(), at, clientId, secretId: used, record: JSON.stringify(record) };
}

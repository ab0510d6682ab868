/** The end of every good attempt, whatever proved who it is: session, known browser, log. */
import type { TenantTransaction } from "@/db/client";
import type { TenantRow } from "@/db/queries/find-tenant";
import { rememberDevice } from "@/db/queries/known-devices";
import { insertPendingSignIn } from "@/db/queries/pending-sign-ins";
import { readRoles, type UserRow } from "@/db/queries/users";
import { hashSecret, randomSecret } from "@/lib/access/secrets";
import type { Role } from "@/lib/model/roles";
import { startSession } from "../sessions/start-session";
import { type AttemptFacts, pendingSignInOf } from "./attempt-record";

export interface SignedIn {
  errorCode: 0;
  /** For the session cookie. */
  sid: string;
  /** For the browser's device cookie; absent when it has one that is known. */
  device?: string;
  tenant: TenantRow;
  user: UserRow;
  roles: Role[];
}

/** @param known the hash of the browser's device secret, where it is known already. */
export async function completeSignIn(
  inside: TenantTransaction,
  facts: Pick<AttemptFacts, "client" | "at" | "steps" | "correlationId" | "needsSecondFactor" | "protocol">,
  { tenant, user, known }: { tenant: TenantRow; user: UserRow; known: Buffer | undefined },
): Promise<SignedIn> {
  const { client, at } = facts;
  const device = known ? undefined : randomSecret();
  await rememberDevice(inside, { userId: user.userId, deviceHash: known ?? hashSecret(device ?? ""), now: at });
  const { sid, sessionId } = await startSession(inside, user, client, at);
  const { tenantId } = tenant;
  await insertPendingSignIn(
    inside,
    await pendingSignInOf({ ...facts, tenantId, user, upn: user.upn, errorCode: 0, sessionId }),
  );
  const roles = await readRoles(inside, user.userId);
  return { errorCode: 0, sid, ...(device ? { device } : {}), tenant, user, roles };
}

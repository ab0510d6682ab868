/** A session that goes on is a sign-in of its own in the log: a non-interactive one, once an hour at most. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { insertPendingSignIn } from "@/db/queries/pending-sign-ins";
import { renewSession as noteRenewal } from "@/db/queries/sessions";
import { parseSessionId, type Session } from "@/lib/access/session";
import { log } from "@/lib/log";
import { HOUR_MS } from "@/lib/model/retention";
import { pendingSignInOf } from "../authentication/attempt-record";
import type { ClientFacts } from "./start-session";

const PREVIOUSLY = { method: "Previously satisfied", succeeded: true, result: "Session in force" } as const;

/**
 * Tells the log that a session goes on, where that is due. Never throws: whoever is signed in stays so.
 * @returns whether there is something to bring into the log.
 */
export async function renewSession(session: Session, sid: string, client: ClientFacts, now: Date): Promise<boolean> {
  const unlessSince = new Date(now.getTime() - HOUR_MS);
  const id = parseSessionId(sid);
  if (!id || session.renewedAt > unlessSince) return false;
  try {
    const { tenantId, upn, sessionId } = session;
    const facts = { tenantId, user: session, upn, errorCode: 0, client, at: now, steps: [PREVIOUSLY], sessionId };
    const pending = await pendingSignInOf({ ...facts, renewal: true });
    return await inTenant(appDatabase().db, id, async (tenant) => {
      const due = await noteRenewal(tenant, id.secretHash, { now, unlessSince });
      if (due) await insertPendingSignIn(tenant, pending);
      return due;
    });
  } catch (error) {
    log.warn({ err: error, tenantId: session.tenantId }, "A session goes on, and the log could not be told now");
    return false;
  }
}

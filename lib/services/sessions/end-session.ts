import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { revokeSession } from "@/db/queries/sessions";
import { parseSessionId } from "@/lib/access/session";

/**
 * Ends the session with this id; who holds the id may end it. An unknown or ended one is left as it is.
 * @throws UnavailableError when the database is away.
 */
export async function endSession(sid: string, now: Date): Promise<void> {
  const id = parseSessionId(sid);
  if (!id) return;
  await inTenant(appDatabase().db, id, (tenant) => revokeSession(tenant, id.secretHash, now));
}

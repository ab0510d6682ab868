/** Ingest requests that their sender gave a key, so that the same one sent again gets the same answer. */
import { and, eq, isNull, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { ingestRequests } from "@/db/schema";

export interface RequestAddress {
  clientId: string;
  requestKey: string;
}

export interface StoredRequest {
  bodyHash: Buffer | null;
  answer: string | null;
}

interface ClaimTimes {
  now: Date;
  /** A request under way that has not shown itself since is dead. */
  deadSince: Date;
  /** An answer given before this is no longer given again. */
  forgottenSince: Date;
}

/** Takes a key that is new, left by a dead request, or forgotten. False when somebody has it. */
export async function claimRequest(
  { tx, tenantId }: TenantTransaction,
  { clientId, requestKey }: RequestAddress,
  attempt: string,
  { now, deadSince, forgottenSince }: ClaimTimes,
): Promise<boolean> {
  const fresh = { attempt, startedAt: now, seenAt: now, bodyHash: null, answer: null };
  const r = ingestRequests;
  const free = sql`case when ${r.answer} is null then ${r.seenAt} < ${deadSince.toISOString()}::timestamptz
    else ${r.seenAt} < ${forgottenSince.toISOString()}::timestamptz end`;
  const claimed = await tx
    .insert(r)
    .values({ ...fresh, tenantId, clientId, requestKey })
    .onConflictDoUpdate({ target: [r.tenantId, r.clientId, r.requestKey], set: fresh, setWhere: free })
    .returning({ attempt: r.attempt });
  return claimed.length > 0;
}

export async function readRequest(
  { tx, tenantId }: TenantTransaction,
  address: RequestAddress,
): Promise<StoredRequest | undefined> {
  const { bodyHash, answer } = ingestRequests;
  const [row] = await tx.select({ bodyHash, answer }).from(ingestRequests).where(isAt(tenantId, address));
  return row;
}

/** Shows that a request under way is alive. */
export async function showRequestAlive(
  { tx, tenantId }: TenantTransaction,
  address: RequestAddress,
  attempt: string,
  now: Date,
): Promise<void> {
  await tx
    .update(ingestRequests)
    .set({ seenAt: now })
    .where(isMine(tenantId, address, attempt));
}

/** Keeps the answer, unless another request has taken the key over. */
export async function answerRequest(
  { tx, tenantId }: TenantTransaction,
  address: RequestAddress,
  attempt: string,
  { bodyHash, answer, now }: { bodyHash: Buffer; answer: string; now: Date },
): Promise<void> {
  await tx
    .update(ingestRequests)
    .set({ bodyHash, answer, seenAt: now })
    .where(isMine(tenantId, address, attempt));
}

/** Gives the key back: the request came to no answer that is worth repeating. */
export async function releaseRequest(
  { tx, tenantId }: TenantTransaction,
  address: RequestAddress,
  attempt: string,
): Promise<void> {
  await tx.delete(ingestRequests).where(isMine(tenantId, address, attempt));
}

function isAt(tenantId: string, { clientId, requestKey }: RequestAddress) {
  return and(
    eq(ingestRequests.tenantId, tenantId),
    eq(ingestRequests.clientId, clientId),
    eq(ingestRequests.requestKey, requestKey),
  );
}

function isMine(tenantId: string, address: RequestAddress, attempt: string) {
  return and(isAt(tenantId, address), eq(ingestRequests.attempt, attempt), isNull(ingestRequests.answer));
}

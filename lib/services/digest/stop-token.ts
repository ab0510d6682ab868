/** The link at the end of a digest, which works without signing in: it can end one subscription and nothing else. */
import { createHmac } from "node:crypto";
import { derivedKey } from "@/lib/access/keys";
import { sameSecret } from "@/lib/access/secrets";

export interface StopTarget {
  tenantId: string;
  userId: string;
}

const TOKEN = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.([\w-]{43})$/;

export function stopToken({ tenantId, userId }: StopTarget): string {
  return `${tenantId}.${userId}.${signature(tenantId, userId)}`;
}

/** Whose subscription the token ends; undefined for what we have not signed. */
export function openStopToken(token: string): StopTarget | undefined {
  const [, tenantId, userId, given] = TOKEN.exec(token) ?? [];
  if (!tenantId || !userId || !given) return undefined;
  return sameSecret(given, signature(tenantId, userId)) ? { tenantId, userId } : undefined;
}

/** What is signed names its purpose, so that nothing else signed with the key of cursors can stand for it. */
function signature(tenantId: string, userId: string): string {
  return createHmac("sha256", derivedKey("cursor")).update(`stop digest ${tenantId} ${userId}`).digest("base64url");
}

import { v4 as uuidv4 } from "uuid";
import type { NewSecret } from "@/db/queries/clients";
import { hashSecret, randomSecret } from "@/lib/access/secrets";
import { DAY_MS } from "@/lib/model/retention";

const HINT_LENGTH = 3;

/** A random secret and what is stored of it. @param days until it expires; never without. */
export function newSecret(days: number | undefined, now: Date): { secret: string; stored: NewSecret } {
  const secret = randomSecret();
  const expiresAt = days === undefined ? null : new Date(now.getTime() + days * DAY_MS);
  const hint = secret.slice(0, HINT_LENGTH);
  return {
    secret,
    stored: { secretId: uuidv4(), secretHash: hashSecret(secret), hint, createdAt: now, expiresAt },
  };
}

/** How the audit log tells of an expiry. */
export function expiryText(expiresAt: Date | null): string {
  return expiresAt === null ? "Never" : expiresAt.toISOString();
}

/** The installation's keys for signing access tokens. They belong to no tenant. */
import { asc } from "drizzle-orm";
import { type Database, outsideTenants } from "@/db/client";
import { signingKeys } from "@/db/schema";

export type SigningKeyRow = typeof signingKeys.$inferSelect;

/** All keys, oldest first. @throws UnavailableError when the database is away. */
export function readSigningKeys(db: Database): Promise<SigningKeyRow[]> {
  return outsideTenants(() =>
    db.select().from(signingKeys).orderBy(asc(signingKeys.createdAt), asc(signingKeys.keyId)),
  );
}

/** Enters a key unless its id is taken: of two processes that make the first key at once, one wins. */
export async function insertSigningKey(db: Database, key: Omit<SigningKeyRow, "retiredAt">): Promise<void> {
  await outsideTenants(() => db.insert(signingKeys).values(key).onConflictDoNothing());
}

/** One own sign-in by its address. */
import { and, eq } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { signIns } from "@/db/schema";
import type { MarkKey } from "../marks";
import type { SignInRow } from "../sign-ins/page";
import { isOwn, type OwnKeys } from "./own-keys";

/** Undefined also for somebody else's: the two are not told apart. */
export async function readOwnSignIn(
  { tx, tenantId }: TenantTransaction,
  keys: OwnKeys,
  { category, createdAt, id }: MarkKey,
): Promise<SignInRow | undefined> {
  const [row] = await tx
    .select()
    .from(signIns)
    .where(
      and(
        eq(signIns.tenantId, tenantId),
        eq(signIns.category, category),
        eq(signIns.createdAt, createdAt),
        eq(signIns.id, id),
        isOwn(keys),
      ),
    );
  return row;
}

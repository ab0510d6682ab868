import type { TenantTransaction } from "@/db/client";
import { lockOtherAdministrators } from "@/db/queries/users";
import { ConflictError } from "@/lib/model/errors";

/**
 * To be called before a user stops being an administrator who can sign in.
 * @throws ConflictError when nobody else could manage the tenant then.
 */
export async function requireAnotherAdministrator(tenant: TenantTransaction, userId: string): Promise<void> {
  const { othersExist } = await lockOtherAdministrators(tenant, userId);
  if (!othersExist) {
    throw new ConflictError("This is the tenant's last Global Administrator. Make somebody else one first.");
  }
}

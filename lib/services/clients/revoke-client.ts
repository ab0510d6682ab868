import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { revokeClientRow } from "@/db/queries/clients";
import { NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";

const revocation = z.object({ clientId: z.guid("Client id: a UUID is needed.") });

/**
 * Revokes an API client: it gets no more tokens, and those it has are refused within seconds.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when this tenant has no such client.
 */
export async function revokeClient(scope: TenantScope, input: { clientId: string }): Promise<void> {
  authorize(scope, "tenant:manage");
  const { clientId } = parseInput(revocation, input);
  const found = await inTenant(appDatabase().db, scope, (tenant) => revokeClientRow(tenant, clientId, new Date()));
  if (!found) throw new NotFoundError(`There is no client ${clientId}.`);
}

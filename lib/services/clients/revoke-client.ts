import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { lockClient, revokeClientRow } from "@/db/queries/clients";
import { NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { clientId } from "./client-input";

const revocation = z.object({ clientId });

/**
 * Revokes an API client: it gets no more tokens, and those it has are refused within seconds. Doing it again changes
 * nothing.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when this tenant has no such client.
 */
export async function revokeClient(scope: TenantScope, input: { clientId: string }, now = new Date()): Promise<void> {
  authorize(scope, "tenant:manage");
  const asked = parseInput(revocation, input);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const client = await lockClient(tenant, asked.clientId);
    if (!client) throw new NotFoundError(`There is no client ${asked.clientId}.`);
    if (client.revokedAt) return;
    await revokeClientRow(tenant, asked.clientId, now);
    await recordAudit(
      tenant,
      scope,
      {
        ...{ activity: "Revoke API client", category: "ApplicationManagement" },
        target: { type: "API client", id: asked.clientId, name: client.name },
        changes: [{ property: "Revoked", before: null, after: now.toISOString() }],
      },
      now,
    );
  });
}

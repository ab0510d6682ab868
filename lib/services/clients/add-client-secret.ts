import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countValidSecrets, insertSecret, lockClient } from "@/db/queries/clients";
import { SECRETS_AT_A_TIME } from "@/lib/model/clients";
import { ConflictError, NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { clientId, secretLifetime } from "./client-input";
import type { ClientCredentials } from "./create-client";
import { expiryText, newSecret } from "./new-secret";

const rotation = z.object({ clientId, secretDays: secretLifetime });

/**
 * Gives a client a further secret beside the one it has, so that it can be rotated without a gap.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when this tenant has no such client;
 *   ConflictError when it is revoked or has two valid secrets.
 */
export async function addClientSecret(
  scope: TenantScope,
  input: { clientId: string; secretDays?: number },
  now = new Date(),
): Promise<ClientCredentials> {
  authorize(scope, "tenant:manage");
  const asked = parseInput(rotation, input);
  const { secret, stored } = newSecret(asked.secretDays, now);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const client = await lockClient(tenant, asked.clientId);
    if (!client) throw new NotFoundError(`There is no client ${asked.clientId}.`);
    if (client.revokedAt) throw new ConflictError(`The client ${client.name} is revoked.`);
    if ((await countValidSecrets(tenant, asked.clientId, now)) >= SECRETS_AT_A_TIME) {
      throw new ConflictError(
        `${client.name} has ${SECRETS_AT_A_TIME} valid secrets already. Revoke one of them first.`,
      );
    }
    await insertSecret(tenant, asked.clientId, stored);
    await recordAudit(
      tenant,
      scope,
      {
        ...{ activity: "Add secret to API client", category: "ApplicationManagement" },
        target: { type: "API client", id: asked.clientId, name: client.name },
        changes: [{ property: "Secret", before: null, after: stored.secretId }],
        details: [{ key: "Secret expires", value: expiryText(stored.expiresAt) }],
      },
      now,
    );
  });
  return { tenantId: scope.tenantId, clientId: asked.clientId, clientSecret: secret };
}

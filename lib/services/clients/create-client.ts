import { v4 as uuidv4 } from "uuid";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { insertClient } from "@/db/queries/clients";
import type { ClientPermission } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { newClient } from "./client-input";
import { expiryText, newSecret } from "./new-secret";

export interface ClientCredentials {
  tenantId: string;
  clientId: string;
  /** Shown this once: only its hash is stored. */
  clientSecret: string;
}

/**
 * Creates an API client with its first secret, which expires after `secretDays` or never.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError.
 */
export async function createClient(
  scope: TenantScope,
  input: { name: string; permissions: readonly ClientPermission[]; secretDays?: number },
  now = new Date(),
): Promise<ClientCredentials> {
  authorize(scope, "tenant:manage");
  const { name, permissions, secretDays } = parseInput(newClient, input);
  // Random through and through: a client's id is known outside and should not tell when it was made.
  const clientId = uuidv4();
  const { secret, stored } = newSecret(secretDays, now);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    await insertClient(tenant, { clientId, name, permissions, createdAt: now }, stored);
    await recordAudit(
      tenant,
      scope,
      {
        ...{ activity: "Create API client", category: "ApplicationManagement" },
        target: { type: "API client", id: clientId, name },
        changes: [
          { property: "Name", before: null, after: name },
          { property: "Permissions", before: null, after: permissions.join(", ") },
          { property: "Secret expires", before: null, after: expiryText(stored.expiresAt) },
        ],
      },
      now,
    );
  });
  return { tenantId: scope.tenantId, clientId, clientSecret: secret };
}

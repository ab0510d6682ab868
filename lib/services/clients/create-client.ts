import { v4 as uuidv4, v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { insertClient } from "@/db/queries/clients";
import { hashSecret, randomSecret } from "@/lib/access/secrets";
import { CLIENT_PERMISSIONS, type ClientPermission } from "@/lib/model/roles";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";

const newClient = z.object({
  name: z
    .string("Name: text is needed.")
    .trim()
    .min(1, "Name: it must not be empty.")
    .max(256, "Name: at most 256 characters.")
    .regex(/^\P{Cc}*$/u, "Name: control characters are not allowed."),
  permissions: z
    .array(z.enum(CLIENT_PERMISSIONS, `Permission: one of ${CLIENT_PERMISSIONS.join(", ")}.`))
    .min(1, "Permission: at least one is needed.")
    .transform((permissions) => [...new Set(permissions)]),
});

export interface ClientCredentials {
  tenantId: string;
  clientId: string;
  /** Shown this once: only its hash is stored. */
  clientSecret: string;
}

/**
 * Creates an API client with its first secret.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError.
 */
export async function createClient(
  scope: TenantScope,
  input: { name: string; permissions: readonly ClientPermission[] },
): Promise<ClientCredentials> {
  authorize(scope, "tenant:manage");
  const { name, permissions } = parseInput(newClient, input);
  // Random through and through: a client's id is known outside and should not tell when it was made.
  const clientId = uuidv4();
  const clientSecret = randomSecret();
  await inTenant(appDatabase().db, scope, (tenant) =>
    insertClient(
      tenant,
      { clientId, name, permissions, createdAt: new Date() },
      { secretId: uuidv7(), secretHash: hashSecret(clientSecret) },
    ),
  );
  return { tenantId: scope.tenantId, clientId, clientSecret };
}

import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { lockClient, revokeSecretRow } from "@/db/queries/clients";
import { NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { clientId, secretId } from "./client-input";

const revocation = z.object({ clientId, secretId });

/**
 * Revokes one secret of a client: from now on it gets no token. Tokens that it got before stay good for the rest of their
 * hour; revoking the client ends those too. Doing it again changes nothing.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when this tenant has no such secret.
 */
export async function revokeClientSecret(
  scope: TenantScope,
  input: { clientId: string; secretId: string },
  now = new Date(),
): Promise<void> {
  authorize(scope, "tenant:manage");
  const asked = parseInput(revocation, input);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const client = await lockClient(tenant, asked.clientId);
    const outcome = client && (await revokeSecretRow(tenant, asked, now));
    if (!client || outcome === "missing") throw new NotFoundError("There is no such secret.");
    if (outcome === "was revoked") return;
    await recordAudit(
      tenant,
      scope,
      {
        ...{ activity: "Revoke secret of API client", category: "ApplicationManagement" },
        target: { type: "API client", id: asked.clientId, name: client.name },
        changes: [{ property: "Secret", before: asked.secretId, after: null }],
      },
      now,
    );
  });
}

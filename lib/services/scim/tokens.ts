/** The tokens with which identity providers provision the tenant: made, exchanged and revoked by its administrators. */
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countLiveScimTokens, insertScimToken, listScimTokens, revokeScimToken } from "@/db/queries/scim/tokens";
import { provisioningToken } from "@/lib/access/scim-scope";
import { hashSecret, randomSecret } from "@/lib/access/secrets";
import { ConflictError, NotFoundError } from "@/lib/model/errors";
import { PROVISIONING_TOKENS_AT_A_TIME, type ProvisioningTokenView } from "@/lib/model/provisioning";
import { DAY_MS } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { PRINTABLE } from "@/lib/model/unprintable";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";

const LONGEST_DAYS = 730;
const HINT_LENGTH = 3;

const newToken = z.object({
  name: z
    .string("Name: text is needed.")
    .trim()
    .min(1, "Name: it must not be empty.")
    .max(128, "Name: at most 128 characters.")
    .regex(PRINTABLE, "Name: control characters and signs that turn the direction of text are not allowed."),
  days: z
    .int("Days: a whole number.")
    .min(1, "Days: at least 1.")
    .max(LONGEST_DAYS, `Days: at most ${LONGEST_DAYS}.`)
    .optional(),
});

/**
 * Makes a token. It is in the answer this once: only its hash is stored.
 * @throws ForbiddenError without `tenant:manage`; InvalidInputError; ConflictError when two can be used already.
 */
export async function createProvisioningToken(
  scope: TenantScope,
  input: { name: string; days?: number },
  now = new Date(),
): Promise<{ id: string; token: string }> {
  authorize(scope, "tenant:manage");
  const { name, days } = parseInput(newToken, input);
  const secret = randomSecret();
  const token = provisioningToken(scope.tenantId, secret);
  const tokenId = uuidv7();
  const expiresAt = days === undefined ? null : new Date(now.getTime() + days * DAY_MS);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    if ((await countLiveScimTokens(tenant, now)) >= PROVISIONING_TOKENS_AT_A_TIME) {
      throw new ConflictError(`${PROVISIONING_TOKENS_AT_A_TIME} tokens can be used already. Revoke one of them first.`);
    }
    const hint = secret.slice(0, HINT_LENGTH);
    await insertScimToken(tenant, { tokenId, name, tokenHash: hashSecret(token), hint, createdAt: now, expiresAt });
    await recordAudit(
      tenant,
      scope,
      {
        ...{ activity: "Create provisioning token", category: "ApplicationManagement" },
        target: { type: "Provisioning token", id: tokenId, name },
        changes: [{ property: "Expires", before: null, after: expiresAt?.toISOString() ?? "Never" }],
      },
      now,
    );
  });
  return { id: tokenId, token };
}

/** @throws ForbiddenError without `tenant:manage`; InvalidInputError; NotFoundError when no such token can be used. */
export async function revokeProvisioningToken(scope: TenantScope, id: string, now = new Date()): Promise<void> {
  authorize(scope, "tenant:manage");
  const tokenId = parseInput(z.object({ id: z.uuid("Token: not an id.") }), { id }).id;
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const revoked = await revokeScimToken(tenant, tokenId, now);
    if (!revoked) throw new NotFoundError("There is no such token, or it is revoked already.");
    await recordAudit(
      tenant,
      scope,
      {
        ...{ activity: "Revoke provisioning token", category: "ApplicationManagement" },
        target: { type: "Provisioning token", id: tokenId, name: revoked.name },
        changes: [{ property: "Revoked", before: null, after: now.toISOString() }],
      },
      now,
    );
  });
}

/** Newest first. @throws ForbiddenError without `tenant:manage`. */
export async function listProvisioningTokens(scope: TenantScope, now = new Date()): Promise<ProvisioningTokenView[]> {
  authorize(scope, "tenant:manage");
  const rows = await inTenant(appDatabase().db, scope, listScimTokens);
  return rows
    .map(({ tenantId: _, tokenId, ...row }): ProvisioningTokenView => {
      const isExpired = row.expiresAt !== null && row.expiresAt <= now;
      return { ...row, id: tokenId, state: row.revokedAt ? "revoked" : isExpired ? "expired" : "valid" };
    })
    .reverse();
}

/** The scope of an identity provider that presents a provisioning token. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readLiveScimToken, touchScimToken } from "@/db/queries/scim/tokens";
import type { TenantScope } from "@/lib/model/scope";
import { InvalidTokenError } from "@/lib/services/tokens/verify-token";
import { mintScope } from "./mint-scope";
import { hashSecret } from "./secrets";

const USED_EVERY_MS = 60_000;
/** The tenant stands in the token, so that no table of all tenants' tokens is needed; the secret is what counts. */
const TOKEN = /^sbp_([0-9a-f]{32})_[\w-]{43}$/;

/** How a token is put together. */
export function provisioningToken(tenantId: string, secret: string): string {
  return `sbp_${tenantId.replaceAll("-", "")}_${secret}`;
}

/** @throws InvalidTokenError without a valid token; UnavailableError when the database is away. */
export async function scopeFromProvisioningToken(request: Request, now = new Date()): Promise<TenantScope> {
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
  const compact = TOKEN.exec(token)?.[1];
  if (!compact) throw new InvalidTokenError("The request needs a provisioning token: Authorization: Bearer …");
  const tenantId = compact.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  const live = await inTenant(appDatabase().db, { tenantId }, async (tenant) => {
    const found = await readLiveScimToken(tenant, hashSecret(token), now);
    const unlessUsedSince = new Date(now.getTime() - USED_EVERY_MS);
    if (found && (found.lastUsedAt === null || found.lastUsedAt <= unlessUsedSince)) {
      await touchScimToken(tenant, found.tokenId, { now, unlessUsedSince });
    }
    return found;
  });
  if (!live) throw new InvalidTokenError("The provisioning token is unknown, expired or revoked.");
  const { tokenId, name, lastUsedAt: _, ...of } = live;
  return mintScope({
    ...of,
    permissions: new Set(["users:provision"]),
    actor: { kind: "client", id: tokenId, name },
  });
}

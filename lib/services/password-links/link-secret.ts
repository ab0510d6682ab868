/** What a link in a mail carries: where its row is, and a proof that nobody can make from the row alone. */
import { createHmac } from "node:crypto";
import { isUuid } from "@/lib/access/find-tenant";
import { derivedKey } from "@/lib/access/keys";
import { sameSecret } from "@/lib/access/secrets";

interface LinkAddress {
  tenantId: string;
  linkId: string;
}

function proofOf({ tenantId, linkId }: LinkAddress): string {
  return createHmac("sha256", derivedKey("password-links")).update(`${tenantId}.${linkId}`).digest("base64url");
}

/** The same for every attempt at the same mail. */
export function tokenOfLink(link: LinkAddress): string {
  return `${link.tenantId}.${link.linkId}.${proofOf(link)}`;
}

/** Undefined for what was not made here. */
export function openLinkToken(token: string): LinkAddress | undefined {
  const [tenantId = "", linkId = "", proof = "", ...rest] = token.split(".");
  if (!isUuid(tenantId) || !isUuid(linkId) || rest.length > 0) return undefined;
  const address = { tenantId: tenantId.toLowerCase(), linkId: linkId.toLowerCase() };
  return sameSecret(proof, proofOf(address)) ? address : undefined;
}

/** Setting a password by the link of a mail. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { clearAttempts } from "@/db/queries/attempts";
import { readTenant } from "@/db/queries/find-tenant";
import { forgetDevices } from "@/db/queries/known-devices";
import { type PasswordLinkRow, readOpenLink, takeLink } from "@/db/queries/password-links";
import { revokeSessionsOfUser } from "@/db/queries/sessions";
import { findUser, type UserRow, updatePasswordHash } from "@/db/queries/users";
import { NotFoundError } from "@/lib/model/errors";
import type { RequestOrigin } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { hashPassword } from "../authentication/password-hash";
import { requireGoodPassword } from "../authentication/password-rules";
import { openLinkToken } from "./link-secret";

export interface OpenLink {
  purpose: PasswordLinkRow["purpose"];
  upn: string;
  displayName: string;
  tenantName: string;
}

/** What a link is for; null when it cannot be used (any more). @throws UnavailableError. */
export async function describeLink(token: string, now: Date): Promise<OpenLink | null> {
  const address = openLinkToken(token);
  if (!address) return null;
  return inTenant(appDatabase().db, address, async (inside) => {
    const found = await find(inside, address.linkId, now);
    if (!found) return null;
    const { upn, displayName } = found.user;
    return { purpose: found.link.purpose, upn, displayName, tenantName: found.tenantName };
  });
}

/**
 * Sets the password, uses the link up, and ends every session: whoever was in with the old password is out. One-time codes
 * stay as they are.
 * @returns the user name to sign in with.
 * @throws NotFoundError when the link cannot be used (any more); InvalidInputError for a weak password; UnavailableError.
 */
export async function setPasswordByLink(
  { token, password, origin }: { token: string; password: string; origin: RequestOrigin },
  now = new Date(),
): Promise<{ upn: string }> {
  const { db } = appDatabase();
  const address = openLinkToken(token);
  const found = address && (await inTenant(db, address, (inside) => find(inside, address.linkId, now)));
  if (!found) throw over();
  const { link, user, tenantName } = found;
  const { userId, upn, displayName } = user;
  await requireGoodPassword(password, { upn, displayName, tenantName });
  const passwordHash = await hashPassword(password);
  await inTenant(db, link, async (inside) => {
    if (!(await takeLink(inside, link.linkId, now))) throw over();
    await updatePasswordHash(inside, userId, passwordHash);
    await revokeSessionsOfUser(inside, userId, now);
    await forgetDevices(inside, userId);
    await clearAttempts(inside, upn);
    const activity = link.purpose === "invitation" ? "Accept invitation" : "Reset user password";
    const actor = { kind: "user" as const, id: userId, name: displayName, upn };
    const target = { type: "User", id: userId, name: upn };
    await recordAudit(inside, { actor, origin }, { activity, category: "UserManagement", target }, now);
  });
  return { upn };
}

async function find(
  inside: TenantTransaction,
  linkId: string,
  now: Date,
): Promise<{ link: PasswordLinkRow; user: UserRow; tenantName: string } | undefined> {
  const link = await readOpenLink(inside, linkId, now);
  const user = link && (await findUser(inside, link.userId));
  const tenant = user && (await readTenant(inside));
  return link && tenant && !user.disabledAt ? { link, user, tenantName: tenant.name } : undefined;
}

function over(): NotFoundError {
  return new NotFoundError("This link has been used already, or it is too old.");
}

/** A forgotten password: anybody may ask for a link, and learns nothing from the answer. */
import { v7 as uuidv7 } from "uuid";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { type AttemptRules, reserveAttempt } from "@/db/queries/attempts";
import { insertPasswordLink, wasInvited } from "@/db/queries/password-links";
import { findUserByUpn, type UserRow } from "@/db/queries/users";
import { findTenantOfUpn } from "@/lib/access/find-tenant";
import { normaliseUpn, USER_NAME } from "../authentication/sign-in-with-password";
import { sendLinksSoon } from "./send-links";

const LINK_MINUTES = 60;
const HOUR_SECONDS = 3600;

/** Of one account: nobody's mailbox is filled with our mails. */
const MAIL_RULES: AttemptRules = {
  freeAttempts: 3,
  firstPauseSeconds: HOUR_SECONDS / 4,
  longestPauseSeconds: 24 * HOUR_SECONDS,
  forgetAfterHours: 24,
};
/** From one address, for whatever accounts. */
const ADDRESS_RULES: AttemptRules = { ...MAIL_RULES, freeAttempts: 30, forgetAfterHours: 1 };

export interface NewPasswordRequest {
  username: string;
  ip: string | null;
  now: Date;
}

/**
 * Sends a link to the account's address where there is such an account and it has a password, or was invited to set one.
 * Nothing tells whoever asks what happened, neither the answer nor its time: the mail goes by way of a worker, and every
 * other step is taken for every name.
 * @throws UnavailableError when the database is away.
 */
export async function requestNewPassword({ username, ip, now }: NewPasswordRequest): Promise<void> {
  const upn = normaliseUpn(username);
  const tenant = USER_NAME.test(upn) ? await findTenantOfUpn(upn) : undefined;
  if (!tenant) return;
  await inTenant(appDatabase().db, tenant, async (inside) => {
    if (!(await reserveAttempt(inside, `mail ${upn}`, now, MAIL_RULES))) return;
    if (ip && ip !== "unknown" && !(await reserveAttempt(inside, `mail from ${ip}`, now, ADDRESS_RULES))) return;
    const user = await findUserByUpn(inside, upn);
    if (!user || !(await maySetPassword(inside, user))) return;
    const expiresAt = new Date(now.getTime() + LINK_MINUTES * 60_000);
    const { userId } = user;
    const link = {
      linkId: uuidv7(),
      userId,
      purpose: "forgotten" as const,
      invitedBy: null,
      createdAt: now,
      expiresAt,
    };
    await insertPasswordLink(inside, link);
  });
  await sendLinksSoon(tenant.tenantId);
}

/** Whoever signs in through their organisation only gets no password beside it. */
async function maySetPassword(inside: TenantTransaction, user: UserRow): Promise<boolean> {
  if (user.disabledAt) return false;
  return user.passwordHash !== null || wasInvited(inside, user.userId);
}

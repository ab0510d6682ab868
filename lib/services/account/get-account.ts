import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countRecoveryCodes, readSecondFactor } from "@/db/queries/second-factors";
import { listLiveSessions } from "@/db/queries/sessions";
import { hasIdentity, readSingleSignOn } from "@/db/queries/single-sign-on";
import { nameOfSession } from "@/lib/access/session";
import type { OwnScope } from "@/lib/model/scope";
import { describeClient } from "../authentication/describe-client";
import { type Enrolment, enrolmentOf, markOfOffer } from "../authentication/one-time-codes";
import { requireOwnUser } from "./own-user";

export interface OwnSession {
  sessionId: string;
  createdAt: Date;
  lastSeenAt: Date;
  address: string | null;
  browser: string;
  operatingSystem: string;
}

export interface Account {
  /** False for accounts that sign in through their organisation only. */
  hasPassword: boolean;
  secondFactor:
    | { state: "off" }
    /** Set up, but not confirmed by a code yet; told to none but who began it. */
    | { state: "offered"; enrolment: Enrolment }
    | { state: "on"; since: Date; recoveryCodesLeft: number };
  /** Whether the organisation's own sign-in can be used for the account; null where the organisation has none. */
  singleSignOn: { connected: boolean } | null;
  /** The one used last comes first. */
  sessions: OwnSession[];
}

/**
 * Everything about one's own account that has to do with getting in.
 * @param offer what opens the set-up of one-time codes that the reader has begun.
 * @throws UnavailableError.
 */
export async function getAccount(scope: OwnScope, now: Date, offer?: string): Promise<Account> {
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const user = await requireOwnUser(tenant, scope);
    const factor = await readSecondFactor(tenant, user.userId);
    const enrolment =
      factor && !factor.confirmedAt && markOfOffer(factor) === offer ? enrolmentOf(factor, user.upn) : undefined;
    const provider = await readSingleSignOn(tenant);
    const sessions = await listLiveSessions(tenant, user.userId, now);
    return {
      hasPassword: user.passwordHash !== null,
      secondFactor: factor?.confirmedAt
        ? {
            state: "on",
            since: factor.confirmedAt,
            recoveryCodesLeft: await countRecoveryCodes(tenant, user.userId),
          }
        : enrolment
          ? { state: "offered", enrolment }
          : { state: "off" },
      singleSignOn: provider ? { connected: await hasIdentity(tenant, user.userId, provider.issuer) } : null,
      sessions: sessions.map(({ secretHash, ipText, userAgent, createdAt, lastSeenAt }) => ({
        ...{ sessionId: nameOfSession(secretHash), createdAt, lastSeenAt },
        address: ipText === "unknown" ? null : ipText,
        ...describeClient(userAgent),
      })),
    };
  });
}

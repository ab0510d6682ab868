/** "This was me" and "This wasn't me": what a person says about one of their own sign-ins. */
import { v7 as uuidv7 } from "uuid";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { insertDenialMail } from "@/db/queries/denial-mails";
import { setAnswer } from "@/db/queries/marks";
import { OWN_CATEGORIES } from "@/db/queries/own-sign-ins/own-page";
import { readOwnSignIn } from "@/db/queries/own-sign-ins/own-record";
import type { SignInRow } from "@/db/queries/sign-ins/page";
import { noteHabitChanges } from "@/db/queries/unusual/progress";
import type { AuditActivity } from "@/lib/model/audit";
import { CATEGORIES } from "@/lib/model/categories";
import type { CategoryCode } from "@/lib/model/categories/category";
import { NotFoundError } from "@/lib/model/errors";
import type { OwnScope } from "@/lib/model/scope";
import { ANSWER_LABELS, type OwnAnswer } from "@/lib/model/sign-in-marks";
import { recordAudit } from "../audit/record-audit";
import { enqueueDenialMail } from "../denials/enqueue-denial-mail";
import { keptRange, type SignInAddress, wholeSecond } from "../sign-ins/find-stored";
import { ownKeysOf } from "./own-account";

/**
 * Stores the answer beside the sign-in, which stays as it came; on record in the audit log when that changed anything.
 * Giving the other answer later is possible, and on record too. A denial goes to the tenant's administrators by mail.
 * @throws NotFoundError for what is not the person's own, or not kept any more; NotSignedInError; UnavailableError.
 */
export async function answerOwnSignIn(
  scope: OwnScope,
  address: Required<SignInAddress>,
  answer: OwnAnswer,
  { now = new Date() }: { now?: Date } = {},
): Promise<void> {
  const key = { category: CATEGORIES[address.category].code, createdAt: wholeSecond(address.at), id: address.id };
  const mailId = await inTenant(appDatabase().db, scope, async (tenant) => {
    const keys = await ownKeysOf(tenant, scope);
    const isKept = address.at >= keptRange(scope, now).from && OWN_CATEGORIES.includes(key.category);
    const row = isKept ? await readOwnSignIn(tenant, keys, key) : undefined;
    if (!row) throw new NotFoundError("There is no such sign-in among your own.");
    const { before, changed } = await setAnswer(tenant, key, { word: answer, at: now });
    if (!changed) return undefined;
    if (before === "notMe" || answer === "notMe") await judgeLaterOnes(tenant, row);
    await recordAudit(tenant, scope, answered(address, row, { before, after: answer }), now);
    return answer === "notMe" ? enterMail(tenant, scope, key, now) : undefined;
  });
  if (mailId) await enqueueDenialMail(scope.tenantId, mailId);
}

/** A sign-in that the person denied teaches nothing about them: what came after it may be unusual now. */
function judgeLaterOnes(tenant: TenantTransaction, { principalKey, createdAt, createdMs }: SignInRow): Promise<void> {
  const since = new Date(createdAt.getTime() + createdMs + 1);
  return noteHabitChanges(tenant, uuidv7(), [{ principalKey, since }]);
}

async function enterMail(
  tenant: TenantTransaction,
  { actor }: OwnScope,
  key: { category: CategoryCode; createdAt: Date; id: string },
  now: Date,
): Promise<string> {
  const { id: signInId, ...rest } = key;
  const mailId = uuidv7({ msecs: now.getTime() });
  const person = { userId: actor.id, userUpn: actor.upn, userName: actor.name };
  await insertDenialMail(tenant, { mailId, deniedAt: now, ...person, ...rest, signInId });
  return mailId;
}

const ACTIVITIES: Record<OwnAnswer, string> = {
  me: "Confirm own sign-in",
  notMe: "Report own sign-in as not one’s own",
};

function answered(
  { category }: SignInAddress,
  { id, principalKey, principalName }: SignInRow,
  { before, after }: { before: OwnAnswer | null; after: OwnAnswer },
): AuditActivity {
  return {
    activity: ACTIVITIES[after],
    category: "Other",
    target: { type: "Sign-in", id, name: principalName ?? principalKey },
    changes: [{ property: "Answer", before: before && ANSWER_LABELS[before], after: ANSWER_LABELS[after] }],
    details: [{ key: "Log", value: CATEGORIES[category].label }],
  };
}

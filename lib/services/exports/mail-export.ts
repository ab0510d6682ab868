/**
 * The mail about a published bundle. That it is due is committed before it is sent, and that it was sent afterwards: a
 * mail is never lost, and repeated only when the worker dies between the two, then under the same Message-ID.
 */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { UNCLAIMED, updateClaimed } from "@/db/queries/exports/claims";
import type { ExportRowData } from "@/db/queries/exports/rows";
import { requesterScope } from "@/lib/access/requester-scope";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { MailRefusedError, sendMail } from "@/lib/mail/send-mail";
import { NotFoundError } from "@/lib/model/errors";
import type { Attempt } from "./attempt";
import { exportMail } from "./export-mail";

const FIRST_DELAY_MS = 30_000;
const LONGEST_DELAY_MS = 15 * 60_000;
const LONGEST_REASON = 300;

/** @returns a sentence on what was done. The row must be `mailing` and the attempt's own. */
export async function mailExport(attempt: Attempt): Promise<string> {
  const { row, now } = attempt;
  const attempts = row.mailAttempts + 1;
  if (!(await change(attempt, { mailAttempts: attempts, heartbeatAt: now() }))) return "Another worker sends the mail.";
  try {
    const scope = await requesterScope(row.tenantId, row.requesterId);
    await sendMail(exportMail(row, scope, env().APP_URL));
  } catch (error) {
    return failed(attempt, attempts, error as Error);
  }
  await change(attempt, { ...UNCLAIMED, status: "ready", mailedAt: now(), mailFailure: null, retryAt: null });
  return "The bundle is ready, and the mail about it has been sent.";
}

/** The bundle can be downloaded meanwhile. A mail that will never be taken, or by nobody, is given up; the page says so. */
async function failed(attempt: Attempt, attempts: number, error: Error): Promise<string> {
  const { row, now } = attempt;
  log.warn({ err: error, exportId: row.exportId, attempts }, "The mail about an export could not be sent");
  const mailFailure = error.message.slice(0, LONGEST_REASON);
  if (error instanceof MailRefusedError || error instanceof NotFoundError) {
    await change(attempt, { ...UNCLAIMED, status: "ready", mailFailure, retryAt: null });
    return `The bundle is ready; the mail about it is given up: ${mailFailure}`;
  }
  const delay = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempts - 1));
  await change(attempt, { ...UNCLAIMED, mailFailure, retryAt: new Date(now().getTime() + delay) });
  return "The bundle is ready; the mail about it will be tried again.";
}

function change({ row, claim }: Attempt, changes: Partial<ExportRowData>): Promise<boolean> {
  return inTenant(appDatabase().db, row, (tenant) => updateClaimed(tenant, claim, changes));
}

/** A program's verdict on sign-ins: `confirmCompromised` and `confirmSafe`. */
import { z } from "zod";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readSignIn, type SignInRow } from "@/db/queries/sign-ins/page";
import { CATEGORIES } from "@/lib/model/categories";
import { InvalidInputError, NotFoundError } from "@/lib/model/errors";
import type { Interval } from "@/lib/model/intervals";
import type { TenantScope } from "@/lib/model/scope";
import type { Verdict } from "@/lib/model/sign-in-marks";
import { authorize } from "../authorize";
import { keptRange } from "../sign-ins/find-stored";
import { judge } from "../sign-ins/flag-sign-in";

export const MAX_CONFIRMED = 500;
const MESSAGE = `The body must be {"requestIds": […]} with 1 to ${MAX_CONFIRMED} request ids.`;
const bodySchema = z.object({ requestIds: z.array(z.string().min(1).max(200)).min(1).max(MAX_CONFIRMED) });

/**
 * Marks all of them or none. Of an id with several records the interactive one is meant, and of those the newest.
 * @throws ForbiddenError unless the program may both read and judge, LicenseRequiredError, InvalidInputError for another
 *   body, NotFoundError that names an id which the tenant does not have.
 */
export async function confirmSignIns(
  scope: TenantScope,
  body: unknown,
  verdict: Verdict,
  { now = new Date() }: { now?: Date } = {},
): Promise<void> {
  authorize(scope, "logs:read", "signInLogs");
  authorize(scope, "signIns:flag");
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw new InvalidInputError({ requestIds: MESSAGE });
  const range = keptRange(scope, now);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    const rows: SignInRow[] = [];
    for (const id of new Set(parsed.data.requestIds)) rows.push(await find(tenant, id, range));
    // In one order, so that two programs with the same ids wait for each other instead of for ever.
    rows.sort((a, b) => a.category - b.category || (a.id < b.id ? -1 : 1));
    for (const row of rows) await judge(tenant, scope, row, verdict, now);
  });
}

async function find(tenant: TenantTransaction, id: string, range: Interval): Promise<SignInRow> {
  if (!id.includes("\0") && id.isWellFormed()) {
    for (const { code } of Object.values(CATEGORIES)) {
      const row = await readSignIn(tenant, { category: code, id, range });
      if (row) return row;
    }
  }
  throw new NotFoundError(`There is no sign-in with the id '${id.slice(0, 100)}'; nothing was marked.`);
}

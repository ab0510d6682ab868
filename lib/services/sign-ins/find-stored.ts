/** One stored sign-in by its address, inside what the license keeps. */
import type { TenantTransaction } from "@/db/client";
import { readSignIn, type SignInRow } from "@/db/queries/sign-ins/page";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { NotFoundError } from "@/lib/model/errors";
import type { Interval } from "@/lib/model/intervals";
import { FUTURE_TOLERANCE_MS, retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";

export interface SignInAddress {
  category: CategorySlug;
  /** Request id. One id can have several records: without `at` the newest one is meant. */
  id: string;
  at?: Date;
}

/** @throws NotFoundError also for what is older than the license keeps. */
export async function findStored(
  tenant: TenantTransaction,
  scope: TenantScope,
  { category, id, at }: SignInAddress,
  now: Date,
): Promise<SignInRow> {
  const row = await readSignIn(tenant, {
    category: CATEGORIES[category].code,
    id,
    range: keptRange(scope, now),
    ...(at ? { createdAt: wholeSecond(at) } : {}),
  });
  if (!row) throw new NotFoundError("There is no such sign-in in this log.");
  return row;
}

/** Everything that the license keeps, and what senders with a fast clock have sent. */
export function keptRange(scope: Pick<TenantScope, "license">, now: Date): Interval {
  return { from: retentionCutoff(scope.license, now), to: new Date(now.getTime() + FUTURE_TOLERANCE_MS) };
}

/** Events are stored by the second. */
export function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000);
}

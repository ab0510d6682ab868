/** What a sign-in was part of: the other records of the attempt, and how it ended. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { firstSuccesses, readCorrelated, readRecordsOfId } from "@/db/queries/sign-ins/attempt";
import type { SignInRow } from "@/db/queries/sign-ins/page";
import type { Attempt, Ending } from "@/lib/model/attempt";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { type Interval, intersectIntervals, joinIntervals } from "@/lib/model/intervals";
import { DAY_MS, HOUR_MS, startOfUtcDay } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { STATUS_CODES } from "@/lib/model/status";
import { authorize } from "../authorize";
import { SEAL_AFTER_MS } from "../partitions/seal-partitions";
import { findStored, keptRange, type SignInAddress } from "./find-stored";
import { presentSignIn } from "./present-sign-in";

/** How long after a sign-in a success still counts as its end. */
export const ENDING_WITHIN_MS = HOUR_MS;
/** Records of one attempt that are listed; more are told of, and are a link away. */
export const RELATED_LISTED = 20;
/** Around the record where a day's index on correlation ids may not be built yet: steps of an attempt are minutes apart. */
const NEAR_MS = HOUR_MS;
const FAR_MS = DAY_MS;

/**
 * The attempt that a sign-in belongs to. Bounded work, however much the tenant logs.
 * @throws ForbiddenError, LicenseRequiredError, NotFoundError (also for what is older than the license keeps).
 */
export async function getAttempt(
  scope: TenantScope,
  address: SignInAddress,
  { now = new Date() }: { now?: Date } = {},
): Promise<Attempt> {
  authorize(scope, "logs:read", "signInLogs");
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const row = await findStored(tenant, scope, address, now);
    const kept = keptRange(scope, now);
    return { ending: await endingOf(tenant, address.category, row, now), ...(await relatedTo(tenant, row, kept, now)) };
  });
}

/** A person may fail by hand and succeed silently, or the other way round. */
function endingCategories(category: CategorySlug): number[] {
  const { principal } = CATEGORIES[category];
  return Object.values(CATEGORIES)
    .filter((each) => each.principal === principal)
    .map(({ code }) => code);
}

async function endingOf(
  tenant: TenantTransaction,
  category: CategorySlug,
  row: SignInRow,
  now: Date,
): Promise<Ending | null> {
  if (row.status === STATUS_CODES.success || row.principalKey === "") return null;
  const until = new Date(row.createdAt.getTime() + ENDING_WITHIN_MS);
  const { principalKey } = row;
  const found = await firstSuccesses(tenant, {
    ...{ categories: endingCategories(category), principalKey, after: row, until, silent: row },
  });
  const success = chooseSuccess(row, found);
  if (!success) return { kind: "none", over: until <= now };
  const secondFactor = success.authenticationRequirement === "multi";
  return { kind: "success", signIn: presentSignIn(success), secondFactor };
}

/** What continued the attempt itself, else what was done by hand, else what came first. */
function chooseSuccess(row: SignInRow, found: readonly SignInRow[]): SignInRow | undefined {
  const inOrder = [...found].sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || a.createdMs - b.createdMs);
  return (
    inOrder.find(({ correlationId }) => correlationId !== null && correlationId === row.correlationId) ??
    inOrder.find(({ category }) => category === CATEGORIES.interactive.code) ??
    inOrder[0]
  );
}

async function relatedTo(
  tenant: TenantTransaction,
  row: SignInRow,
  kept: Interval,
  now: Date,
): Promise<Pick<Attempt, "related" | "moreRelated">> {
  const limit = RELATED_LISTED + 2;
  const { correlationId } = row;
  const windows = intersectIntervals(windowsAround(row.createdAt, now), [kept]);
  const correlated =
    correlationId && windows.length > 0
      ? await readCorrelated(tenant, { correlationIds: [correlationId], windows, limit })
      : [];
  const sameId = await readRecordsOfId(tenant, { ids: [row.id], range: kept, limit });
  const others = withoutRepeats([...correlated, ...sameId]).filter((each) => keyOf(each) !== keyOf(row));
  return {
    related: others.slice(0, RELATED_LISTED).map(presentSignIn),
    moreRelated: others.length > RELATED_LISTED,
  };
}

/** A day to each side where days are sealed, and so have an index on correlation ids; elsewhere only the hours around. */
function windowsAround(at: Date, now: Date): Interval[] {
  const around = (ms: number): Interval => ({ from: new Date(at.getTime() - ms), to: new Date(at.getTime() + ms) });
  // The job that seals runs once an hour.
  const sealedTo = startOfUtcDay(new Date(now.getTime() - SEAL_AFTER_MS - HOUR_MS));
  const sealed = { from: new Date(0), to: sealedTo };
  return joinIntervals([around(NEAR_MS), ...intersectIntervals([around(FAR_MS)], [sealed])]);
}

function withoutRepeats(rows: readonly SignInRow[]): SignInRow[] {
  return [...new Map(rows.map((row) => [keyOf(row), row])).values()];
}

function keyOf({ category, createdAt, id }: SignInRow): string {
  return `${category} ${createdAt.getTime()} ${id}`;
}

/** Counts what the pages of things with many others say, when their pairs have changed and when a day begins. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { lockProgress, type Progress, setProgress } from "@/db/queries/pairs/progress";
import { type RelatedDays, readRelated } from "@/db/queries/pairs/read-related";
import { enterCrowds, nextUncounted, storeTotal, type TotalKey } from "@/db/queries/pairs/totals";
import { retryConflicts } from "@/db/retry";
import type { License } from "@/lib/model/licenses";
import { RELATIONS } from "@/lib/model/thing-relations";
import { THING_KINDS } from "@/lib/model/things";
import { bitsOfDays, type RelatedLimits, relatedLimits } from "../things/related-limits";
import { thingDays } from "../things/thing-days";

/** Counting fewer others takes a page some milliseconds. */
const MANY = 2000;
/** What a run may take: it comes twice a minute, and what it does not get to is counted by the page. */
const BUDGET_MS = 1000;
/** Looking which things stand with many others takes seconds where there are millions of pairs: no more than a hundredth of the time. */
const LOOK_SHARE = 0.01;

interface Side extends Omit<TotalKey, "key"> {
  limits: RelatedLimits;
}

/** Lists of more than one kind are of principals, who do not have thousands of anything. */
const SIDES: readonly Side[] = THING_KINDS.flatMap((thing) =>
  RELATIONS[thing].flatMap(({ kinds: [kind = 0, ...more], side }) =>
    more.length === 0 ? [{ kind, side, limits: relatedLimits(thing) }] : [],
  ),
);

interface KeepOptions {
  now?: Date;
  /** Ends it between two things; the next run goes on. */
  signal?: AbortSignal;
  many?: number;
  budgetMs?: number;
}

/** @returns how many things were counted; 0 when all are, or while somebody else changes the tenant's pairs. */
export async function keepTotals(
  { tenantId, license }: { tenantId: string; license: License },
  { now = new Date(), signal, many = MANY, budgetMs = BUDGET_MS }: KeepOptions = {},
): Promise<number> {
  const days = bitsOfDays(thingDays({ license }, now, null));
  const step = async (tenant: TenantTransaction) => {
    const progress = await lockProgress(tenant);
    if (!progress) return false;
    await lookForCrowds(tenant, progress, now, many);
    return countNext(tenant, days);
  };
  const endsAt = performance.now() + budgetMs;
  let counted = 0;
  while (!signal?.aborted && performance.now() < endsAt) {
    if (!(await retryConflicts(() => inTenant(appDatabase().db, { tenantId }, step)))) break;
    counted++;
  }
  return counted;
}

/** Only where something was folded since: of many tenants most are idle. */
async function lookForCrowds(
  tenant: TenantTransaction,
  { throughSeq, lookedThrough, nextLookAt }: Progress,
  now: Date,
  many: number,
): Promise<void> {
  if (lookedThrough === throughSeq || (nextLookAt !== null && nextLookAt > now)) return;
  const startedAt = performance.now();
  await enterCrowds(tenant, SIDES, many);
  const restMs = (performance.now() - startedAt) / LOOK_SHARE;
  await setProgress(tenant, { lookedThrough: throughSeq, nextLookAt: new Date(now.getTime() + restMs) });
}

/** @returns whether there was anything to count. */
async function countNext(tenant: TenantTransaction, days: RelatedDays): Promise<boolean> {
  const next = await nextUncounted(tenant, days);
  if (!next) return false;
  const { kind, side, key } = next;
  const limits = SIDES.find((each) => each.kind === kind && each.side === side)?.limits ?? relatedLimits("application");
  const found = await readRelated(tenant, { kinds: [kind], side, keys: [key], ...days }, limits);
  await storeTotal(tenant, next, days, found);
  return true;
}

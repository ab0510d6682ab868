/** How many groups a log's matches make. */
import type { TenantTransaction } from "@/db/client";
import { signInHours } from "@/db/schema";
import { FACETS } from "@/lib/model/facets";
import { HOUR_MS } from "@/lib/model/retention";
import { sectionsOf, windowParts } from "./group-pieces";
import { chooseGroupSource } from "./group-source";
import type { GroupsQuery } from "./groups";
import { countHourGroups } from "./hour-groups";
import { countMatchingGroups, stretches } from "./matching-groups";
import { countHeld } from "./presence";
import { allOf, type ResolvedFilters, resolveFilters } from "./resolve-filters";
import { refined, StepLength } from "./search-steps";

export interface CountedGroups {
  /** Not above the cap. */
  total: number;
  /** False when the cap was reached or time ran out: there may be more. */
  complete: boolean;
}

/** A range with so many sign-ins is counted in one go: window by window takes longer, most of them being empty. */
const FEW_SIGN_INS = 20_000;

/**
 * Counts groups from the newest window on, until `limit` of them were counted or time is up.
 * @param few up to how many sign-ins in the range they are counted in one go.
 */
export async function countGroups(
  tenant: TenantTransaction,
  query: Omit<GroupsQuery, "from">,
  few = FEW_SIGN_INS,
): Promise<CountedGroups> {
  const startedAt = performance.now();
  let total = 0;
  for await (const { n, isLast } of countsByWindow(tenant, query, few)) {
    total += n;
    if (total > query.limit) return { total: query.limit, complete: false };
    if (!isLast && performance.now() - startedAt > query.budgetMs) return { total, complete: false };
  }
  return { total, complete: true };
}

interface WindowCount {
  n: number;
  /** Nothing is left to be counted. */
  isLast: boolean;
}

async function* countsByWindow(
  tenant: TenantTransaction,
  query: Omit<GroupsQuery, "from">,
  few: number,
): AsyncGenerator<WindowCount> {
  const { category, range, window, filters } = query;
  const context = { category, range };
  const inSignIns = await resolveFilters(tenant, context, filters);
  if ((await chooseGroupSource(tenant, query)) === "signIns") {
    yield* countsOfMatches(tenant, query, inSignIns);
    return;
  }
  const inHours = await resolveFilters(tenant, { ...context, columns: signInHours }, filters);
  const conditions = { hours: allOf(inHours.conditions), signIns: allOf(inSignIns.conditions) };
  const isFew = (await countHeld(tenant, context, FACETS.authenticationRequirement, { anyValue: true })) <= few;
  const parts = isFew ? [{ ...range, sections: sectionsOf(range) }] : [...windowParts(range, window)];
  const holding = parts.filter(({ from, to }) => inHours.intervals.some((held) => held.from < to && from < held.to));
  for (const [index, part] of holding.entries()) {
    const n = await countHourGroups(tenant, query, part, conditions, query.limit + 1);
    yield { n, isLast: index === holding.length - 1 };
  }
}

async function* countsOfMatches(
  tenant: TenantTransaction,
  query: Omit<GroupsQuery, "from">,
  { conditions, intervals, indexed, refine }: ResolvedFilters,
): AsyncGenerator<WindowCount> {
  // A common value is counted up to the cap soon: the newest window may be enough.
  const length = new StepLength(indexed, HOUR_MS);
  const all = stretches(query, intervals, length);
  for (let next = all.next(); !next.done; ) {
    const { held } = next.value;
    const n = await length.run(async () => {
      const pieces = await refined(held, refine, "older");
      return pieces ? countMatchingGroups(tenant, query, pieces, allOf(conditions)) : 0;
    });
    next = all.next();
    yield { n, isLast: next.done === true };
  }
}

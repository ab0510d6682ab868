/** How many groups a log's matches make. */
import type { TenantTransaction } from "@/db/client";
import { signInHours } from "@/db/schema";
import { HOUR_MS } from "@/lib/model/retention";
import { windowParts } from "./group-pieces";
import { chooseGroupSource } from "./group-source";
import type { GroupsQuery } from "./groups";
import { countHourGroups } from "./hour-groups";
import { countMatchingGroups, stretches } from "./matching-groups";
import { allOf, resolveFilters } from "./resolve-filters";
import { refined, StepLength } from "./search-steps";

export interface CountedGroups {
  /** Not above the cap. */
  total: number;
  /** False when the cap was reached or time ran out: there may be more. */
  complete: boolean;
}

/** Counts groups from the newest window on, until `limit` of them were counted or time is up. */
export async function countGroups(tenant: TenantTransaction, query: Omit<GroupsQuery, "from">): Promise<CountedGroups> {
  const startedAt = performance.now();
  let total = 0;
  for await (const n of countsByWindow(tenant, query)) {
    total += n;
    if (total > query.limit || performance.now() - startedAt > query.budgetMs) {
      return { total: Math.min(total, query.limit), complete: false };
    }
  }
  return { total, complete: true };
}

async function* countsByWindow(tenant: TenantTransaction, query: Omit<GroupsQuery, "from">): AsyncGenerator<number> {
  const { category, range, window, filters } = query;
  const context = { category, range };
  const inSignIns = await resolveFilters(tenant, context, filters);
  if ((await chooseGroupSource(tenant, query)) === "signIns") {
    // A common value is counted up to the cap soon: the newest window may be enough.
    const length = new StepLength(inSignIns.indexed, HOUR_MS);
    for (const { held } of stretches(query, inSignIns.intervals, length)) {
      yield await length.run(async () => {
        const pieces = await refined(held, inSignIns.refine, "older");
        return pieces ? countMatchingGroups(tenant, query, pieces, allOf(inSignIns.conditions)) : 0;
      });
    }
    return;
  }
  const inHours = await resolveFilters(tenant, { ...context, columns: signInHours }, filters);
  const conditions = { hours: allOf(inHours.conditions), signIns: allOf(inSignIns.conditions) };
  for (const part of windowParts(range, window)) {
    if (!inHours.intervals.some((held) => held.from < part.to && part.from < held.to)) continue;
    yield await countHourGroups(tenant, category, part, conditions, query.limit + 1);
  }
}

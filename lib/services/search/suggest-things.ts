/** What a search could be for, while a reader types. */
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { readSearchText } from "@/lib/model/search-text";
import { FOUND_KIND_NAMES, type FoundThing } from "@/lib/model/things";
import { authorize } from "../authorize";
import { findThings } from "./find-things";

export const THINGS_SUGGESTED = 12;
/** Shorter texts are on the way to longer ones: whole dictionaries are not read for each. */
const SHORTEST_PART = 3;

/**
 * At most {@link THINGS_SUGGESTED} things, exact ones first, then some of each kind in turn.
 * @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function suggestThings(
  scope: TenantScope,
  typed: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<FoundThing[]> {
  authorize(scope, "logs:read", "signInLogs");
  const read = readSearchText(typed);
  if (!read.ok || read.search.text === "" || read.search.block !== null) return [];
  const since = retentionCutoff(scope.license, now);
  const found = await inTenant(appDatabase().db, scope, (tenant) =>
    findThings(tenant, read.search, {
      ...{ since, limit: THINGS_SUGGESTED, enough: THINGS_SUGGESTED, shortestPart: SHORTEST_PART },
    }),
  );
  return inTurn(found).slice(0, THINGS_SUGGESTED);
}

/** The first of each kind, then the second of each: many users must not hide the one application. */
function inTurn(things: readonly FoundThing[]): FoundThing[] {
  const exact = things.filter((thing) => thing.exact);
  const others = FOUND_KIND_NAMES.map((kind) => things.filter((thing) => thing.kind === kind && !thing.exact));
  const longest = Math.max(...others.map(({ length }) => length));
  const rounds = Array.from({ length: longest }, (_, round) => others.flatMap((of) => of.slice(round, round + 1)));
  return [...exact, ...rounds.flat()];
}

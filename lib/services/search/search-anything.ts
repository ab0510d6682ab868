/** Everything that a text may mean in a tenant: records by their ids, things by their names, ids and addresses, error codes. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readCorrelated, readRecordsOfId } from "@/db/queries/sign-ins/attempt";
import { InvalidInputError } from "@/lib/model/errors";
import type { Interval } from "@/lib/model/intervals";
import { retentionCutoff } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import type { FoundPolicy, SearchResult } from "@/lib/model/search-result";
import { readSearchText, type SearchText } from "@/lib/model/search-text";
import { FOUND_KIND_NAMES, type FoundThing } from "@/lib/model/things";
import { authorize } from "../authorize";
import { keptRange } from "../sign-ins/find-stored";
import { markItems } from "../sign-ins/mark-items";
import { presentSignIn } from "../sign-ins/present-sign-in";
import { findError } from "./find-error";
import { findPolicies } from "./find-policies";
import { findThings } from "./find-things";

/** Of each kind. */
export const THINGS_LISTED = 25;
/** An attempt has a handful of records; some programs use one correlation id for days. */
export const CORRELATED_LISTED = 200;
/** Records of one request id: it has one, or a few where feeds disagree. */
const RECORDS_LISTED = 20;

/**
 * Bounded work, however much the tenant logs.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError for a text that nothing can be called, UnavailableError.
 */
export async function searchAnything(
  scope: TenantScope,
  typed: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<SearchResult> {
  authorize(scope, "logs:read", "signInLogs");
  const read = readSearchText(typed);
  if (!read.ok) throw new InvalidInputError({ q: read.problem });
  const { search } = read;
  const since = retentionCutoff(scope.license, now);
  const nothing = {
    things: [],
    policies: [],
    moreThings: false,
    error: null,
    records: [],
    correlated: [],
    moreCorrelated: false,
  };
  const found = { text: search.text, block: search.block, since, ...nothing };
  if (search.text === "" || search.block !== null) return found;
  return inTenant(appDatabase().db, scope, async (tenant) => {
    const kept = keptRange(scope, now);
    const records = mayBeId(search) ? await recordsOfId(tenant, search.ids, kept) : [];
    // What is a record's id is no part of a name.
    // Else whoever holds the text is found, were it one character, so that the page can tell whether there are more.
    const enough = records.length > 0 ? 0 : Number.POSITIVE_INFINITY;
    const things = await findThings(tenant, search, { since, limit: THINGS_LISTED + 1, enough, shortestPart: 1 });
    const error = mayBeError(search) ? await findError(tenant, search.text, kept) : null;
    const maySeePolicies = scope.permissions.has("policies:read") && search.address === null && records.length === 0;
    const policies = maySeePolicies ? await findPolicies(tenant, search.text, { since, limit: THINGS_LISTED + 1 }) : [];
    // Days that are not over yet have no index on correlation ids: they are read only for what is nothing else.
    const isOther = error !== null || records.length + things.length + policies.length > 0;
    const wanted = mayBeId(search) && (search.isGuid ? records.length === 0 : !isOther);
    const { correlated, moreCorrelated } = wanted
      ? await recordsCorrelated(tenant, search.ids, kept)
      : { correlated: [], moreCorrelated: false };
    return { ...found, ...listed(things, policies), error, records, correlated, moreCorrelated };
  });
}

function mayBeId({ isWord, address, text }: SearchText): boolean {
  return isWord && address === null && !text.includes("@");
}

function mayBeError({ address, isGuid, text }: SearchText): boolean {
  return address === null && !isGuid && !text.includes("@");
}

async function recordsOfId(tenant: TenantTransaction, ids: readonly string[], range: Interval) {
  const rows = await readRecordsOfId(tenant, { ids, range, limit: RECORDS_LISTED });
  return markItems(tenant, rows.map(presentSignIn));
}

async function recordsCorrelated(tenant: TenantTransaction, correlationIds: readonly string[], range: Interval) {
  const rows = await readCorrelated(tenant, { correlationIds, windows: [range], limit: CORRELATED_LISTED + 1 });
  const newest = rows.slice(0, CORRELATED_LISTED).reverse();
  return {
    correlated: await markItems(tenant, newest.map(presentSignIn)),
    moreCorrelated: rows.length > CORRELATED_LISTED,
  };
}

function listed(
  things: readonly FoundThing[],
  policies: readonly FoundPolicy[],
): Pick<SearchResult, "things" | "policies" | "moreThings"> {
  const byKind = FOUND_KIND_NAMES.map((kind) => things.filter((thing) => thing.kind === kind));
  return {
    things: byKind.flatMap((of) => of.slice(0, THINGS_LISTED)),
    policies: policies.slice(0, THINGS_LISTED),
    moreThings: [...byKind, policies].some((of) => of.length > THINGS_LISTED),
  };
}

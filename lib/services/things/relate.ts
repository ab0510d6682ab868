/** What a thing occurs with: from the pairs, and from the sign-ins that are not folded into them yet. */
import type { TenantTransaction } from "@/db/client";
import { changedDays } from "@/db/queries/pairs/progress";
import {
  type Related,
  type RelatedDays,
  type RelatedQuery,
  type RelatedRow,
  readRelated,
  readSomeRelated,
} from "@/db/queries/pairs/read-related";
import { readProgress, readUnfolded, type UnfoldedGroup, unfoldedBatches } from "@/db/queries/pairs/read-unfolded";
import { readTotals, type TotalKey } from "@/db/queries/pairs/totals";
import { namesOfThings } from "@/db/queries/search/find-names";
import type { Thing, ThingDay } from "@/db/queries/things/sign-ins-of-thing";
import { countryName } from "@/lib/model/country-names";
import { dayBits, daySlot } from "@/lib/model/day-bits";
import { DAY_MS } from "@/lib/model/retention";
import { RELATED, type RelatedKind, type Relation } from "@/lib/model/thing-relations";
import type { RelatedList, RelatedThing, ThingDays, ThingView } from "@/lib/model/thing-view";
import { nameOf } from "../search/find-things";
import { bitsOfDays, FRESH_LISTED, relatedLimits } from "./related-limits";
import { relatedLogs } from "./related-logs";

/** Beyond so many sign-ins that are not folded the page says until when it has counted, rather than be slow. */
export const MAX_UNFOLDED_EVENTS = 20_000;
const MAX_UNFOLDED_BATCHES = 2000;

export type Counting = Pick<ThingView, "related" | "countedUntil" | "beingRecounted">;

/**
 * In a transaction that sees one instant: what is folded meanwhile would be counted twice.
 * @param own how often the thing occurs per log and day.
 */
export async function relate(
  tenant: TenantTransaction,
  thing: Thing,
  days: ThingDays,
  { relations, own }: { relations: readonly Relation[]; own: readonly ThingDay[] },
): Promise<Counting> {
  const unfolded = await unfoldedBatches(tenant, await readProgress(tenant), MAX_UNFOLDED_BATCHES);
  const isComplete = unfolded.accepted <= MAX_UNFOLDED_EVENTS && unfolded.batchIds.length <= MAX_UNFOLDED_BATCHES;
  const groups = isComplete ? await readUnfolded(tenant, thing, unfolded.batchIds) : [];
  const bits = bitsOfDays(days);
  const [key = "", ...more] = thing.keys;
  const totals = more.length === 0 ? await readTotals(tenant, key, bits) : [];
  const lists: UnnamedList[] = [];
  for (const relation of relations) lists.push(await list(tenant, { thing, relation, days, bits, groups, totals }));
  const keptFrom = days.kept.from.toISOString().slice(0, 10);
  return {
    related: await presentAll(tenant, lists, days, own),
    countedUntil: isComplete ? null : unfolded.since,
    beingRecounted: [...(await changedDays(tenant)).keys()].filter((day) => day >= keptFrom),
  };
}

/** With rows as they were counted. */
type UnnamedList = Omit<RelatedList, "rows"> & { rows: readonly (RelatedRow & { isFresh: boolean })[] };

interface ListOf {
  thing: Thing;
  relation: Relation;
  days: ThingDays;
  bits: RelatedDays;
  groups: readonly UnfoldedGroup[];
  /** What the worker has counted of the thing. */
  totals: readonly (TotalKey & Related)[];
}

async function list(tenant: TenantTransaction, listOf: ListOf): Promise<UnnamedList> {
  const { thing, relation, days, bits, groups, totals } = listOf;
  const query: RelatedQuery = { kinds: relation.kinds, side: relation.side, keys: thing.keys, ...bits };
  const limits = relatedLimits(thing.kind);
  const total = totals.find(({ kind, side }) => String(relation.kinds) === String(kind) && side === relation.side);
  const { distinct, rows } = total ?? (await readRelated(tenant, query, limits));
  const added = addedBy(groups, relation.of, days);
  // What is not counted exactly yet: where retention has not been, and what is not folded.
  const open = [...rows.filter(({ isExact }) => !isExact).map(({ key }) => key), ...added.keys()];
  const looked = await readSomeRelated(tenant, query, [...new Set(open)]);
  const known = new Map([...rows, ...looked].map((row) => [row.key, row]));
  const keys = [...new Set([...known.keys(), ...added.keys()])];
  const merged = keys.map((key) => together(key, known.get(key), added.get(key)));
  const measures = measuresOf(bits);
  const count = (measure: keyof typeof measures) => {
    let n = distinct[measure];
    for (const key of added.keys()) {
      const before = known.get(key);
      n +=
        Number(measures[measure](together(key, before, added.get(key)))) -
        Number(!!before && measures[measure](before));
    }
    return n;
  };
  const shown = choose(merged, limits.most + limits.fresh, measures.fresh, thing.kind === "address");
  return {
    of: relation.of,
    week: { all: count("week"), succeeded: count("weekSucceeded") },
    before: { all: count("before"), succeeded: count("beforeSucceeded") },
    kept: { all: count("kept"), succeeded: count("keptSucceeded") },
    fresh: count("fresh"),
    rows: shown.map((row) => ({ ...row, isFresh: measures.fresh(row) })),
  };
}

/** What of a row counts for which figure. */
function measuresOf(bits: { week: string; before: string }) {
  const [week, before] = [BigInt(bits.week), BigInt(bits.before)];
  return {
    week: ({ days }: RelatedRow) => (days & week) !== 0n,
    weekSucceeded: ({ successDays }: RelatedRow) => (successDays & week) !== 0n,
    before: ({ days }: RelatedRow) => (days & before) !== 0n,
    beforeSucceeded: ({ successDays }: RelatedRow) => (successDays & before) !== 0n,
    kept: ({ days }: RelatedRow) => days !== 0n,
    keptSucceeded: ({ successDays }: RelatedRow) => successDays !== 0n,
    fresh: ({ days }: RelatedRow) => (days & week) !== 0n && (days & ~week) === 0n,
  };
}

const SIDES: Record<RelatedKind, (group: UnfoldedGroup) => string | null> = {
  users: ({ isService, principal }) => (isService ? null : principal),
  services: ({ isService, principal }) => (isService ? principal : null),
  applications: ({ application }) => application,
  resources: ({ resource }) => resource,
  addresses: ({ address }) => address,
  countries: ({ country }) => country,
  devices: ({ isService, device }) => (isService ? null : device),
};

/** What the sign-ins that are not folded add to each other thing. */
function addedBy(groups: readonly UnfoldedGroup[], of: RelatedKind, { kept }: ThingDays): Map<string, RelatedRow> {
  const added = new Map<string, RelatedRow>();
  for (const group of groups) {
    const key = SIDES[of](group);
    const from = new Date(`${group.day}T00:00:00Z`);
    if (!key || from < kept.from) continue;
    const bit = BigInt(dayBits({ from, to: new Date(from.getTime() + DAY_MS) }));
    const one = { key, days: bit, successDays: group.succeeded ? bit : 0n, n: group.n, isExact: true };
    added.set(key, together(key, added.get(key), one));
  }
  return added;
}

function together(key: string, ...rows: (RelatedRow | undefined)[]): RelatedRow {
  const sum = { key, days: 0n, successDays: 0n, n: 0, isExact: true };
  for (const row of rows) {
    if (!row) continue;
    sum.days |= row.days;
    sum.successDays |= row.successDays;
    sum.n += row.n;
  }
  return sum;
}

/** Those that occur most, and some new ones that occur less; of an address, who succeeded comes first. */
function choose(
  rows: readonly RelatedRow[],
  limit: number,
  isFresh: (row: RelatedRow) => boolean,
  successFirst: boolean,
): RelatedRow[] {
  const rank = ({ successDays }: RelatedRow) => (successFirst && successDays !== 0n ? 1 : 0);
  const byRank = (a: RelatedRow, b: RelatedRow) => rank(b) - rank(a) || b.n - a.n || (a.key < b.key ? -1 : 1);
  const sorted = rows.filter(({ n }) => n > 0).sort(byRank);
  const most = sorted.slice(0, limit - FRESH_LISTED);
  const fresh = sorted.filter((row) => isFresh(row) && !most.includes(row)).slice(0, FRESH_LISTED);
  return [...most, ...fresh].sort(byRank);
}

/** One look-up of names and one of logs for all lists. */
async function presentAll(
  tenant: TenantTransaction,
  lists: readonly UnnamedList[],
  days: ThingDays,
  own: readonly ThingDay[],
): Promise<RelatedList[]> {
  const asked = lists.flatMap(({ of, rows }) =>
    RELATED[of].nameKinds.flatMap((kind) => rows.map(({ key }) => ({ kind, key }))),
  );
  const known = await namesOfThings(tenant, asked);
  const logsOf = await relatedLogs(tenant, own, lists);
  return lists.map(({ rows, ...list }) => {
    const { nameKinds } = RELATED[list.of];
    const names = new Map<string, string[]>(rows.map(({ key }) => [key, []]));
    for (const { kind, key, name } of known) if (nameKinds.includes(kind)) names.get(key)?.push(name);
    return {
      ...list,
      rows: rows.map((row) => ({
        ...present(list.of, row, names.get(row.key) ?? [], days),
        logs: logsOf(list.of, row),
      })),
    };
  });
}

function present(
  of: RelatedKind,
  row: UnnamedList["rows"][number],
  names: readonly string[],
  { kept, hasHistory }: ThingDays,
): Omit<RelatedThing, "logs"> {
  const seen = daysIn(row.days, kept);
  const isCountry = of === "countries";
  const name = isCountry ? (countryName(row.key) ?? row.key) : nameOf(row.key, names);
  const detail = isCountry ? row.key : names.find((other) => other !== name);
  return {
    ...{ key: row.key, name, n: row.n, detail: detail && detail !== name ? detail : null },
    days: seen.length,
    successDays: daysIn(row.successDays, kept).length,
    lastDay: seen.at(-1) ?? kept.from,
    isNew: hasHistory && row.isFresh,
  };
}

/** The days whose bits are set, oldest first. */
function daysIn(bits: bigint, { from, to }: ThingDays["kept"]): Date[] {
  const days: Date[] = [];
  for (let at = from.getTime(); at < to.getTime(); at += DAY_MS) {
    const day = new Date(at);
    if ((bits >> BigInt(daySlot(day))) & 1n) days.push(day);
  }
  return days;
}

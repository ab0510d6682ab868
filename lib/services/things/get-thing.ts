/** Everything about one thing across the four logs: from roll-ups and pairs, with a few look-ups of single sign-ins. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { namesOfThings } from "@/db/queries/search/find-names";
import { readOldestDay } from "@/db/queries/sign-ins/oldest-day";
import type { SignInRow } from "@/db/queries/sign-ins/page";
import {
  addressesInBlock,
  daysOfThing,
  firstOfThing,
  type LogStretch,
  newestOfThing,
  type Thing,
  type ThingDay,
} from "@/db/queries/things/sign-ins-of-thing";
import { CATEGORIES, CATEGORY_SLUGS, type CategorySlug, categoryByCode } from "@/lib/model/categories";
import { hoursOfDay } from "@/lib/model/day-hours";
import { NAME_KINDS } from "@/lib/model/facets";
import { spellingsOfId } from "@/lib/model/id-spellings";
import type { StatusCounts } from "@/lib/model/overview";
import { PRINCIPAL_LABELS } from "@/lib/model/principal-labels";
import { DAY_MS, retentionCutoff, startOfUtcDay } from "@/lib/model/retention";
import type { TenantScope } from "@/lib/model/scope";
import { readBlock, readWholeAddress } from "@/lib/model/search-text";
import { STATUS_CODES } from "@/lib/model/status";
import { RELATIONS, type Relation } from "@/lib/model/thing-relations";
import type { DayCounts, ThingAnswer, ThingDays, ThingView } from "@/lib/model/thing-view";
import { isKeyOfName, THING_LABELS, type ThingKind } from "@/lib/model/things";
import { authorize } from "../authorize";
import { nameOf } from "../search/find-things";
import { markItems } from "../sign-ins/mark-items";
import { presentSignIn } from "../sign-ins/present-sign-in";
import { type Counting, relate } from "./relate";
import { thingDays } from "./thing-days";

export const LATEST_LISTED = 10;
/** A block of more seen addresses than this is told to be made smaller. */
export const MAX_ADDRESSES = 5000;

export interface ThingAddress {
  kind: ThingKind;
  /** The stored id, or an address or block. */
  key: string;
}

/**
 * The thing as far as the license keeps its sign-ins: whole UTC days.
 * @throws ForbiddenError, LicenseRequiredError, UnavailableError.
 */
export async function getThing(
  scope: TenantScope,
  { kind, key }: ThingAddress,
  { now = new Date() }: { now?: Date } = {},
): Promise<ThingAnswer> {
  authorize(scope, "logs:read", "signInLogs");
  const since = retentionCutoff(scope.license, now);
  const ask = <T>(work: (tenant: TenantTransaction) => Promise<T>, options?: { snapshot: boolean }) =>
    inTenant(appDatabase().db, scope, work, options);
  const block = kind === "address" ? readBlock(key) : null;
  const start = await ask(async (tenant) => {
    const candidates = block ? [await addressesInBlock(tenant, block, since, MAX_ADDRESSES)] : storedKeys(kind, key);
    for (const keys of candidates) {
      const thing: Thing = { kind, keys };
      if (keys.length > MAX_ADDRESSES) return { thing, rows: [], oldest: null };
      const rows = keys.length > 0 ? await daysOfThing(tenant, thing, since) : [];
      if (rows.length > 0) return { thing, rows, oldest: await readOldestDay(tenant, since) };
    }
    return { thing: { kind, keys: [] }, rows: [], oldest: null };
  });
  const { thing, rows } = start;
  if (thing.keys.length > MAX_ADDRESSES) return { found: false, since, tooManyAddresses: MAX_ADDRESSES };
  if (rows.length === 0) return { found: false, since };
  const days = thingDays(scope, now, start.oldest);
  // The first list is the long one. Three at once, as for the overview.
  const [first, ...others] = RELATIONS[kind];
  const lists = (relations: readonly Relation[]) =>
    ask((tenant) => relate(tenant, thing, days, { relations, own: rows }), { snapshot: true });
  const [main, more, seen] = await Promise.all([
    lists(first ? [first] : []),
    lists(others),
    ask((tenant) => look(tenant, thing, rows, now)),
  ]);
  // Purged between the two looks.
  if (!seen) return { found: false, since };
  return {
    found: true,
    thing: {
      ...{ kind, key: block ?? (thing.keys[0] as string), isBlock: block !== null, days },
      ...{ logs: countLogs(rows), bars: barsOf(rows, days, now) },
      ...seen,
      ...bothCountings(main, more),
      ...(block === null ? {} : { name: block, aliases: [] }),
    },
  };
}

/** Each as of its own instant: what one has not counted yet is not complete. */
function bothCountings(a: Counting, b: Counting): Counting {
  const waiting = [a, b].flatMap(({ countedUntil }) => (countedUntil ? [countedUntil.getTime()] : []));
  return {
    related: [...a.related, ...b.related],
    countedUntil: waiting.length > 0 ? new Date(Math.min(...waiting)) : null,
    beingRecounted: [...new Set([...a.beingRecounted, ...b.beingRecounted])].sort(),
  };
}

/**
 * Under which key it may be stored, one after the other: ids that differ in letter case alone are two things where both are
 * stored. What is absent is no thing.
 */
function storedKeys(kind: ThingKind, key: string): string[][] {
  if (key === "" || key.includes("\0")) return [];
  return (kind === "address" ? [readWholeAddress(key) ?? key] : spellingsOfId(key)).map((each) => [each]);
}

type Seen = Pick<
  ThingView,
  "name" | "aliases" | "noun" | "firstSeenAt" | "lastSeenAt" | "lastSuccess" | "lastFailure" | "latest"
>;

async function look(
  tenant: TenantTransaction,
  thing: Thing,
  rows: readonly ThingDay[],
  now: Date,
): Promise<Seen | null> {
  const latest = await newestOfThing(tenant, thing, { stretches: newestStretches(rows, now), limit: LATEST_LISTED });
  const first = await firstOfThing(tenant, thing, oldestStretches(rows, now));
  const [newest] = latest;
  if (!newest || !first) return null;
  const success = await lastWith(tenant, thing, { rows, latest, now, status: STATUS_CODES.success, of: "successes" });
  const failure = await lastWith(tenant, thing, { rows, latest, now, status: STATUS_CODES.failure, of: "failures" });
  const items = await markItems(tenant, latest.map(presentSignIn));
  return {
    ...(await nameThing(tenant, thing, rows, newest)),
    firstSeenAt: presentSignIn(first).createdAt,
    lastSeenAt: presentSignIn(newest).createdAt,
    lastSuccess: success ? presentSignIn(success) : null,
    lastFailure: failure ? presentSignIn(failure) : null,
    latest: items,
  };
}

/** The newest days with enough sign-ins, each by itself: between them there may be a month without any. */
function newestStretches(rows: readonly ThingDay[], now: Date): LogStretch[] {
  let sum = 0;
  const days = new Set<string>();
  for (const { day, n } of [...rows].reverse()) {
    if (sum >= LATEST_LISTED && !days.has(day)) break;
    days.add(day);
    sum += n;
  }
  return stretchesOf(
    rows.filter(({ day }) => days.has(day)),
    now,
  );
}

function oldestStretches(rows: readonly ThingDay[], now: Date): LogStretch[] {
  return stretchesOf(
    rows.filter(({ day }) => day === rows[0]?.day),
    now,
  );
}

/** Of days that may be written yet, and have no index by key, only the hours that hold any. */
function stretchesOf(rows: readonly ThingDay[], now: Date): LogStretch[] {
  const yesterday = startOfUtcDay(now).getTime() - DAY_MS;
  return rows.flatMap((row) => {
    const [from, to] = [startOf(row), endOf(row)];
    const stretches = from.getTime() < yesterday ? [{ from, to }] : hoursOfDay(from, row.hours);
    return stretches.map((stretch) => ({ category: row.category, ...stretch }));
  });
}

interface LastQuery {
  rows: readonly ThingDay[];
  latest: readonly SignInRow[];
  now: Date;
  status: number;
  of: "successes" | "failures";
}

/** The newest with a status: among the latest, or else on the newest day that has any. */
async function lastWith(tenant: TenantTransaction, thing: Thing, { rows, latest, now, status, of }: LastQuery) {
  const among = latest.find((row) => row.status === status);
  if (among) return among;
  const newest = [...rows].reverse().find((row) => row[of] > 0)?.day;
  if (newest === undefined) return undefined;
  const stretches = stretchesOf(
    rows.filter((row) => row.day === newest && row[of] > 0),
    now,
  );
  const [found] = await newestOfThing(tenant, thing, { stretches, limit: 1, status });
  return found;
}

const PRINCIPAL_NAMES = {
  user: NAME_KINDS.user,
  servicePrincipal: NAME_KINDS.servicePrincipal,
  managedIdentity: NAME_KINDS.managedIdentity,
};

async function nameThing(
  tenant: TenantTransaction,
  { kind, keys }: Thing,
  rows: readonly ThingDay[],
  newest: SignInRow,
): Promise<Pick<Seen, "name" | "aliases" | "noun">> {
  const key = keys[0] as string;
  if (kind === "address") return { name: key, aliases: [], noun: THING_LABELS.address };
  const { principal } = categoryByCode(newest.category);
  const principals = [...new Set(rows.map(({ category }) => categoryByCode(category).principal))];
  const kinds = kind === "principal" ? principals.map((each) => PRINCIPAL_NAMES[each]) : [NAME_KINDS[kind]];
  const names = (
    await namesOfThings(
      tenant,
      kinds.map((code) => ({ kind: code, key })),
    )
  ).map(({ name }) => name);
  const name = nameOf(key, names);
  const aliases = [...new Set([...names, ...(isKeyOfName(key) ? [] : [key])])].filter((each) => each !== name);
  return { name, aliases, noun: kind === "principal" ? PRINCIPAL_LABELS[principal] : THING_LABELS[kind] };
}

function statusCounts(rows: readonly ThingDay[]): StatusCounts {
  const sum = (of: "n" | "successes" | "failures") => rows.reduce((total, row) => total + row[of], 0);
  const [success, failure] = [sum("successes"), sum("failures")];
  return { success, failure, interrupted: sum("n") - success - failure };
}

function countLogs(rows: readonly ThingDay[]): ThingView["logs"] {
  const of = (slug: CategorySlug) => rows.filter(({ category }) => category === CATEGORIES[slug].code);
  return Object.fromEntries(CATEGORY_SLUGS.map((slug) => [slug, statusCounts(of(slug))])) as ThingView["logs"];
}

function barsOf(rows: readonly ThingDay[], { kept }: ThingDays, now: Date): DayCounts[] {
  const bars: DayCounts[] = [];
  const last = Math.max(startOfUtcDay(now).getTime(), ...rows.map((row) => startOf(row).getTime()));
  for (let at = kept.from.getTime(); at <= last; at += DAY_MS) {
    const from = new Date(at);
    const ofDay = rows.filter(({ day }) => day === from.toISOString().slice(0, 10));
    const byLog = Object.fromEntries(ofDay.map(({ category, n }) => [categoryByCode(category).slug, n]));
    bars.push({ from, to: new Date(at + DAY_MS), counts: statusCounts(ofDay), byLog });
  }
  return bars;
}

function startOf({ day }: ThingDay): Date {
  return new Date(`${day}T00:00:00Z`);
}

function endOf(row: ThingDay): Date {
  return new Date(startOf(row).getTime() + DAY_MS);
}

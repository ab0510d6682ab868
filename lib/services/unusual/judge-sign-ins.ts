/**
 * Keeps which users' sign-ins are unusual: judges committed batches in the order of their numbers, and anew the users
 * whose sign-ins came late or changed. By the worker, so that ingest does not wait for it.
 */
import { v7 as uuidv7 } from "uuid";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readLicenseTerms } from "@/db/queries/find-tenant";
import { batchesAfter, numberBatches } from "@/db/queries/ingest/batches";
import { readFindings, writeFindings } from "@/db/queries/unusual/findings";
import { readMemories, writeMemories } from "@/db/queries/unusual/habits";
import {
  forgetHabitChanges,
  type HabitChange,
  lockHabits,
  nextHabitChange,
  noteHabitChanges,
  setJudged,
} from "@/db/queries/unusual/progress";
import { readArrivals, readJudgedHistory } from "@/db/queries/unusual/traces";
import { retryConflicts } from "@/db/retry";
import {
  type Arrival,
  type Draft,
  forgetBefore,
  judgeArrivals,
  type Memory,
  NO_MEMORY,
  openJourneys,
  settleDraft,
} from "@/lib/model/judging";
import { purgeCutoff } from "@/lib/model/retention";
import { secondOf, traceKey } from "@/lib/model/unusual";
import { UNUSUAL } from "@/lib/model/unusual-limits";
import { inEveryTenant } from "../jobs/in-every-tenant";
import { findTravels } from "./find-travels";

/** One full batch: a step of this size takes about a second. */
const EVENTS_PER_STEP = 5_000;
const BATCHES_PER_STEP = 500;
/** Of one tenant in one run; the others' batches do not wait longer for them. The next run goes on. */
const PEOPLE_PER_RUN = 500;

interface JudgeOptions {
  now?: Date;
  /** Ends it between two steps; the next run goes on. */
  signal?: AbortSignal;
  eventsPerStep?: number;
  peoplePerRun?: number;
}

export interface JudgeReport {
  batches: number;
  /** Who was judged anew. */
  people: number;
}

/** Judges what has arrived in every tenant. Running it twice, or at once, changes nothing. @returns what was done. */
export async function judgeSignIns(options: JudgeOptions = {}): Promise<string> {
  const total: JudgeReport = { batches: 0, people: 0 };
  const failed = await inEveryTenant(options.signal, async (tenant) => {
    const { batches, people } = await judgeTenant(tenant, options);
    total.batches += batches;
    total.people += people;
  });
  const done = `Judged ${total.batches} batches, and ${total.people} users anew.`;
  if (failed.length > 0) throw new Error([done, "Not judged:", ...failed].join(" "));
  return done;
}

/** Judges all that has arrived in one tenant, step by step. */
export async function judgeTenant(
  { tenantId }: { tenantId: string },
  { now = new Date(), signal, eventsPerStep = EVENTS_PER_STEP, peoplePerRun = PEOPLE_PER_RUN }: JudgeOptions = {},
): Promise<JudgeReport> {
  const report: JudgeReport = { batches: 0, people: 0 };
  const step = (work: (tenant: TenantTransaction) => Promise<number>) =>
    retryConflicts(() => inTenant(appDatabase().db, { tenantId }, work));
  await step(numberBatches);
  while (!signal?.aborted) {
    const batches = await step((tenant) => judgeBatches(tenant, now, eventsPerStep));
    report.batches += batches;
    if (batches === 0) break;
  }
  while (!signal?.aborted && report.people < peoplePerRun) {
    const people = await step((tenant) => judgeAnew(tenant, now));
    report.people += people;
    if (people === 0) break;
  }
  return report;
}

/** @returns how many batches were judged; 0 when there are none, or when somebody else is at it. */
async function judgeBatches(tenant: TenantTransaction, now: Date, eventsPerStep: number): Promise<number> {
  const throughSeq = await lockHabits(tenant);
  const cutoff = await cutoffOf(tenant, now);
  if (throughSeq === undefined || !cutoff) return 0;
  const batches = await batchesAfter(tenant, throughSeq, { batches: BATCHES_PER_STEP, events: eventsPerStep });
  const last = batches.at(-1);
  if (!last) return 0;
  const arrivals = await arrivalsOf(
    tenant,
    batches.map(({ batchId }) => batchId),
  );
  const memories = await readMemories(tenant, [...arrivals.keys()]);
  const drafts = new Map(
    [...arrivals].map(([key, arrived]) => {
      const memory = memories.get(key);
      const known = memory && forgetBefore(memory, cutoff.getTime());
      return [key, judgeArrivals(known ?? NO_MEMORY, arrived)] as const;
    }),
  );
  await settle(tenant, drafts);
  await noteHabitChanges(tenant, uuidv7(), [...drafts].flatMap(lateOf));
  await setJudged(tenant, last.seq);
  return batches.length;
}

/** By user. */
async function arrivalsOf(tenant: TenantTransaction, batchIds: readonly string[]): Promise<Map<string, Arrival[]>> {
  const arrivals = new Map<string, Arrival[]>();
  for (const { principalKey, trace, changed } of await readArrivals(tenant, batchIds)) {
    const own = arrivals.get(principalKey) ?? [];
    arrivals.set(principalKey, own);
    own.push({ trace, stored: changed ? undefined : [] });
  }
  return arrivals;
}

function lateOf([principalKey, { lateMs }]: readonly [string, Draft]): HabitChange[] {
  return lateMs === undefined ? [] : [{ principalKey, since: new Date(lateMs) }];
}

/** @returns how many users were judged anew: one, or none. */
async function judgeAnew(tenant: TenantTransaction, now: Date): Promise<number> {
  const throughSeq = await lockHabits(tenant);
  const cutoff = await cutoffOf(tenant, now);
  if (throughSeq === undefined || !cutoff) return 0;
  // Noted before the sign-ins are read: what is noted meanwhile stays for the next time.
  const change = await nextHabitChange(tenant);
  if (!change) return 0;
  const { principalKey, since } = change;
  const query = { principalKey, from: cutoff, throughSeq, limit: UNUSUAL.historyRows };
  const history = (await readJudgedHistory(tenant, query)).map(({ trace }) => trace);
  const keys = history.map(({ category, atMs, id }) => ({ category, createdAt: new Date(secondOf(atMs)), id }));
  const stored = await readFindings(tenant, keys);
  const arrivals = history.map((trace) => ({ trace, stored: stored.get(traceKey(trace)) ?? [] }));
  await settle(tenant, new Map([[principalKey, judgeArrivals(NO_MEMORY, arrivals, since.getTime())]]));
  await forgetHabitChanges(tenant, change);
  return 1;
}

/** Before this nothing is known; undefined when the tenant is gone. */
async function cutoffOf(tenant: TenantTransaction, now: Date): Promise<Date | undefined> {
  const terms = await readLicenseTerms(tenant);
  return terms && purgeCutoff(terms, now);
}

/** Writes down what is remembered of users, and the marks that change. */
async function settle(tenant: TenantTransaction, drafts: ReadonlyMap<string, Draft>): Promise<void> {
  const travels = await findTravels(tenant, [...drafts.values()].flatMap(openJourneys));
  const settled = [...drafts].map(([key, draft]) => ({ key, ...settleDraft(draft, travels) }));
  await writeFindings(
    tenant,
    settled.flatMap(({ changed }) => changed),
  );
  await writeMemories(tenant, new Map<string, Memory>(settled.map(({ key, memory }) => [key, memory])));
}

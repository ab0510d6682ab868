import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { numberBatches } from "@/db/queries/ingest/batches";
import { InvalidInputError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import type { NormalisedSignIn } from "@/lib/model/sign-in-record";
import { authorize } from "../authorize";
import { checkTime, timeWindow } from "../ingest/check-event";
import { ensureDays } from "../ingest/ensure-days";
import { MAX_EVENTS_PER_BATCH, type StoreCounts, storeEvents } from "../ingest/store-events";
import { generateSignIns } from "./generate-sign-ins";
import type { NamedPerson } from "./make-person";

const EVENTS_MAX = 100_000_000;
const DAYS_MAX = 366;
/** Batches under way at once: while the database stores one, the next is made ready. */
const BATCHES_AT_ONCE = 2;

export interface GenerateInput {
  events: number;
  /** The events lie in this many days before `now`; those that the license does not keep are rejected. */
  days: number;
  seed: string;
  now: Date;
  tenantDomain: string;
  /** How many people; follows from the number of events when absent. */
  people?: number;
  named?: readonly NamedPerson[];
  /** Where they came from, as the batches will say. */
  source?: string;
  onProgress?: (done: number) => void;
}

export interface GenerateResult extends StoreCounts {
  rejected: number;
  elapsedMs: number;
}

/**
 * Generates sign-ins and stores them as ingest would. The same input again changes nothing.
 * @throws ForbiddenError without `signIns:write`; InvalidInputError for numbers out of range; UnavailableError.
 */
export async function generateForTenant(scope: TenantScope, input: GenerateInput): Promise<GenerateResult> {
  authorize(scope, "signIns:write");
  checkNumbers(input);
  const { seed, events, days, now, tenantDomain, people, named, source = "generate" } = input;
  const startedAt = performance.now();
  const window = timeWindow(scope, now);
  const result = { accepted: 0, updated: 0, duplicates: 0, rejected: 0 };
  const store = async (batch: NormalisedSignIn[]) => {
    await ensureDays(new Set(batch.map(({ createdAt }) => createdAt.toISOString().slice(0, 10))));
    const counts = await storeEvents(scope, batch, { source, now });
    result.accepted += counts.accepted;
    result.updated += counts.updated;
    result.duplicates += counts.duplicates;
    input.onProgress?.(result.accepted + result.updated + result.duplicates + result.rejected);
  };
  const lanes = new Lanes(BATCHES_AT_ONCE);
  let batch: NormalisedSignIn[] = [];
  const { tenantId, tenantName } = scope;
  for (const event of generateSignIns({ seed, events, days, now, tenantDomain, tenantName, tenantId, people, named })) {
    if (checkTime(event, window)) {
      result.rejected++;
      continue;
    }
    batch.push(event);
    if (batch.length < MAX_EVENTS_PER_BATCH) continue;
    const full = batch;
    batch = [];
    await lanes.run(() => store(full));
  }
  if (batch.length > 0) await lanes.run(() => store(batch));
  await lanes.done();
  await inTenant(appDatabase().db, scope, numberBatches);
  return { ...result, elapsedMs: Math.round(performance.now() - startedAt) };
}

function checkNumbers({ events, days }: GenerateInput): void {
  const problems: Record<string, string> = {};
  if (!Number.isInteger(events) || events < 1 || events > EVENTS_MAX) {
    problems.events = `Events: a whole number from 1 to ${EVENTS_MAX}.`;
  }
  if (!(days > 0 && days <= DAYS_MAX)) problems.days = `Days: a number above 0 and up to ${DAYS_MAX}.`;
  if (Object.keys(problems).length > 0) throw new InvalidInputError(problems);
}

/** Runs at most so many pieces of work at once; the first failure comes out of the next call. */
class Lanes {
  readonly #running = new Set<Promise<void>>();
  #failure: unknown;

  constructor(private readonly limit: number) {}

  async run(work: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.limit) await Promise.race(this.#running);
    if (this.#failure) return this.done();
    const running: Promise<void> = work()
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async done(): Promise<void> {
    await Promise.all(this.#running);
    if (this.#failure) throw this.#failure;
  }
}

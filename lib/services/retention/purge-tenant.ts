/** Removing what one tenant no longer keeps from tables that it shares with others, a bounded number of rows at a time. */
import { v7 as uuidv7 } from "uuid";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { readLicenseTerms } from "@/db/queries/find-tenant";
import { addToDays, addToFacets, addToHours } from "@/db/queries/ingest/write-rollups";
import { addToSpans } from "@/db/queries/ingest/write-spans";
import { markChangedDays } from "@/db/queries/pairs/progress";
import { deleteExpired, PURGES, type PurgeTimes } from "@/db/queries/retention/expired-rows";
import { takeSignIns } from "@/db/queries/retention/take-sign-ins";
import type { TimeRange } from "@/db/queries/tenant-removal";
import type { TenantRow } from "@/db/queries/tenants";
import { retryConflicts } from "@/db/retry";
import { purgeCutoff } from "@/lib/model/retention";
import { RollupDifferences } from "../ingest/rollup-differences";
import { utcDay } from "../ingest/utc-day";
import { clearOldPairs } from "./clear-old-pairs";
import { forgetOldHabits } from "./forget-old-habits";
import type { RetentionRun } from "./retention-run";

/** The run is to stop; or the tenant was given a longer license, or is gone, while its rows were being removed. */
class Ended extends Error {}

export interface StoredDays {
  /** Partitions that there are, oldest first. */
  partitions: readonly TimeRange[];
  /** What the longest retention in force keeps begins here: what is before goes with its partition. */
  longestCutoff: Date;
}

/** Removes what is past the tenant's own retention. Stops, with no harm done, as soon as more is kept than before. */
export async function purgeTenant(run: RetentionRun, tenant: TenantRow, days: StoredDays): Promise<void> {
  const cutoff = purgeCutoff(tenant, run.now);
  const batches = new Batches(run, tenant.tenantId, cutoff);
  try {
    // A partition may be wider than a day: what of it the longest retention no longer keeps waits for the rest.
    const isShorter = cutoff > days.longestCutoff;
    const past = days.partitions.filter(({ from }) => from < cutoff);
    if (isShorter)
      for (const partition of past) await purgeSignIns(batches, { ...partition, to: earlier(partition.to, cutoff) });
    const eventsGone = isShorter ? cutoff : earlier(cutoff, past[0]?.from ?? cutoff);
    await batches.walk(clearOldPairs(eventsGone, run));
    await batches.walk(forgetOldHabits(cutoff, run));
    for (const purge of PURGES) {
      const times: PurgeTimes = { now: run.now, cutoff, eventsGone };
      await batches.repeat(purge.table, (inside) => deleteExpired(inside, purge, times, run.rowsPerTransaction));
    }
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
}

function purgeSignIns(batches: Batches, range: TimeRange): Promise<void> {
  return batches.repeat("sign_ins", async (tenant) => {
    const rows = await takeSignIns(tenant, range, batches.rows);
    if (rows.length === 0) return 0;
    const differences = new RollupDifferences();
    for (const row of rows) differences.remove(row);
    // The order in which every writer takes its locks.
    await addToHours(tenant, differences.hours());
    const days = differences.days();
    await addToDays(tenant, days);
    await addToSpans(tenant, days);
    await addToFacets(tenant, differences.facets());
    // Should the days be kept again before they are gone, their pairs are those of what is left.
    await markChangedDays(
      tenant,
      uuidv7(),
      rows.map(({ createdAt }) => utcDay(createdAt)),
    );
    return rows.length;
  });
}

class Batches {
  constructor(
    private readonly run: RetentionRun,
    private readonly tenantId: string,
    private readonly cutoff: Date,
  ) {}

  get rows(): number {
    return this.run.rowsPerTransaction;
  }

  /** Runs a batch again and again, each in a transaction, until it finds less than it may take. */
  async repeat(table: string, work: (tenant: TenantTransaction) => Promise<number>): Promise<void> {
    for (;;) {
      if (this.run.stopped) throw new Ended();
      const startedAt = performance.now();
      const rows = await retryConflicts(() => this.#transaction(work));
      this.run.count(this.tenantId, table, rows);
      if (rows < this.rows) return;
      await this.run.rest(startedAt);
    }
  }

  /** Runs pieces of work, each in a transaction, until one says that it was the last. */
  async walk(work: (tenant: TenantTransaction) => Promise<boolean>): Promise<void> {
    for (;;) {
      if (this.run.stopped) throw new Ended();
      const startedAt = performance.now();
      if (await retryConflicts(() => this.#transaction(work))) return;
      await this.run.rest(startedAt);
    }
  }

  #transaction<T>(work: (tenant: TenantTransaction) => Promise<T>): Promise<T> {
    return inTenant(appDatabase().db, { tenantId: this.tenantId }, async (tenant) => {
      const terms = await readLicenseTerms(tenant);
      if (!terms || purgeCutoff(terms, this.run.now) < this.cutoff) throw new Ended();
      return work(tenant);
    });
  }
}

function earlier(a: Date, b: Date): Date {
  return a < b ? a : b;
}

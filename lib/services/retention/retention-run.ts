/** What one run of retention knows and has done so far. */
import { setTimeout as sleep } from "node:timers/promises";
import { rootMessage } from "@/db/errors";

/** A transaction of this size takes a tenth of a second; more would hold roll-up rows that writers want. */
const ROWS_PER_TRANSACTION = 2000;

/** For each millisecond of work, one of rest: readers and writers of other tenants have the disk to themselves then. */
const REST = 1;

export interface RetentionOptions {
  now: Date;
  /** Ends it between two transactions. */
  signal?: AbortSignal;
  rowsPerTransaction?: number;
  /** Told what is being done, for somebody who watches. */
  log?: (line: string) => void;
}

export interface RetentionFailure {
  what: string;
  message: string;
}

export class RetentionRun {
  /** First UTC days of the partitions that were dropped. */
  readonly droppedDays: string[] = [];
  readonly failed: RetentionFailure[] = [];
  readonly #removed = new Map<string, Map<string, number>>();

  readonly now: Date;
  readonly rowsPerTransaction: number;
  readonly log: (line: string) => void;
  readonly #signal: AbortSignal | undefined;

  constructor({ now, signal, rowsPerTransaction = ROWS_PER_TRANSACTION, log = () => {} }: RetentionOptions) {
    this.now = now;
    this.#signal = signal;
    this.rowsPerTransaction = rowsPerTransaction;
    this.log = log;
  }

  get stopped(): boolean {
    return this.#signal?.aborted === true;
  }

  count(tenantId: string, table: string, rows: number): void {
    if (rows === 0) return;
    const counts = this.#removed.get(tenantId) ?? new Map<string, number>();
    this.#removed.set(tenantId, counts.set(table, (counts.get(table) ?? 0) + rows));
  }

  /** Rows removed of one tenant, or of all, by table. */
  removed(tenantId?: string): Record<string, number> {
    const sums: Record<string, number> = {};
    for (const [each, counts] of this.#removed) {
      if (tenantId !== undefined && each !== tenantId) continue;
      for (const [table, rows] of counts) sums[table] = (sums[table] ?? 0) + rows;
    }
    return sums;
  }

  fail(what: string, error: unknown): void {
    this.failed.push({ what, message: rootMessage(error) });
  }

  /** Waits as long as the last transaction took. */
  async rest(startedAt: number): Promise<void> {
    await this.pause(REST * (performance.now() - startedAt));
  }

  /** Waits, unless the run is told to stop. */
  async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#signal }).catch(() => undefined);
  }
}

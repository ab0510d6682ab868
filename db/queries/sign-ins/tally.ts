/** Sign-ins counted by bar of a chart and stored status. */
import type { Interval } from "@/lib/model/intervals";

/** Sign-ins by bar, and in it by stored status code. */
export interface Counted {
  byBucket: readonly Readonly<Record<number, number>>[];
  total: number;
  /** Set when time ran out: everything from here on was counted. */
  countedBackTo: Date | null;
}

/** A row of a statement that counts: a bar from 1 on, as `width_bucket` numbers them, a status, and how many. */
export interface CountedRow extends Record<string, unknown> {
  bucket: number;
  status: number;
  /** A bigint, as the driver gives it. */
  n: string;
}

/** Adds up what several statements counted. */
export class Tally {
  readonly #byBucket: Record<number, number>[];
  #total = 0;

  /** @param buckets the bars, oldest first, without gaps. */
  constructor(buckets: readonly Interval[]) {
    this.#byBucket = buckets.map(() => ({}));
  }

  add(rows: readonly CountedRow[]): void {
    for (const { bucket, status, n } of rows) {
      const counts = this.#byBucket[bucket - 1];
      if (!counts) throw new Error(`There is no bar ${bucket} of ${this.#byBucket.length}.`);
      counts[status] = (counts[status] ?? 0) + Number(n);
      this.#total += Number(n);
    }
  }

  result(countedBackTo: Date | null): Counted {
    return { byBucket: this.#byBucket, total: this.#total, countedBackTo };
  }
}

/** Bounds how many passwords a process hashes at once: each takes 19 MiB and a core, and guessing must not take all. */
import { TooManyRequestsError } from "@/lib/model/errors";

export class HashingSlots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(
    slots: number,
    private readonly mostWaiting: number,
  ) {
    this.#free = slots;
  }

  /**
   * Runs `work` as soon as a slot is free, in order of arrival.
   * @throws TooManyRequestsError when too many wait already.
   */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.#acquire();
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }

  async #acquire(): Promise<void> {
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    if (this.#waiting.length >= this.mostWaiting) {
      throw new TooManyRequestsError("Too many people are signing in at this moment.", 5);
    }
    // A slot is handed from one to the next and never becomes free in between.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

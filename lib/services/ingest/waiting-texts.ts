/** Memory for the texts of events that wait to be stored, outside of the heap: there the collector moved each of them twice. */

const BLOCK_BYTES = 512 * 1024;
/** What is kept for later of the blocks that were used: three batches of the largest size. */
const MAX_BLOCKS_KEPT = 48;
/** A UTF-16 unit takes three bytes of UTF-8 at most. */
const BYTES_PER_UNIT = 3;
/** A longer text gets memory of its own. */
const MAX_TEXT = BLOCK_BYTES / 8 / BYTES_PER_UNIT;

/** Used again and again: pages that the system hands out anew are dear. */
const kept: Buffer[] = [];

export class WaitingTexts {
  #blocks: Buffer[] = [];
  /** How much of the last block is in use. */
  #used = BLOCK_BYTES;

  /** The text's UTF-8, which is good until {@link release}. */
  hold(text: string): Buffer {
    if (text.length > MAX_TEXT) return Buffer.from(text);
    if (this.#used + text.length * BYTES_PER_UNIT >= BLOCK_BYTES) {
      this.#blocks.push(kept.pop() ?? Buffer.allocUnsafeSlow(BLOCK_BYTES));
      this.#used = 0;
    }
    const block = this.#blocks.at(-1)!;
    const start = this.#used;
    this.#used += block.write(text, start);
    return block.subarray(start, this.#used);
  }

  /** Gives the memory of all texts back, which nobody may have any use for by now. */
  release(): void {
    kept.push(...this.#blocks.slice(0, MAX_BLOCKS_KEPT - kept.length));
    this.#blocks = [];
    this.#used = BLOCK_BYTES;
  }
}

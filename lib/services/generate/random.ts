/** Random numbers that are the same for the same seed on every machine: no Math.random, no floating-point surprises. */

const HEX16 = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, "0"));

/** A small fast counter generator (three words of state and a counter); good enough for data that only looks real. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string) {
    this.#a = hashText(seed, 0x9e3779b9);
    this.#b = hashText(seed, 0x243f6a88);
    this.#c = hashText(seed, 0xb7e15162);
    for (let round = 0; round < 12; round++) this.uint32();
  }

  /** A whole number from 0 to 2³² − 1. */
  uint32(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** From 0 inclusive to 1 exclusive. */
  float(): number {
    return this.uint32() / 4_294_967_296;
  }

  /** A whole number from 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.float() * limit);
  }

  chance(probability: number): boolean {
    return this.float() < probability;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** A version 4 UUID. */
  uuid(): string {
    const a = this.uint32();
    const b = this.uint32();
    const c = this.uint32();
    const d = this.uint32();
    return `${HEX16[a >>> 16]}${HEX16[a & 0xffff]}-${HEX16[b >>> 16]}-${HEX16[(b & 0x0fff) | 0x4000]}-${
      HEX16[((c >>> 16) & 0x3fff) | 0x8000]
    }-${HEX16[c & 0xffff]}${HEX16[d >>> 16]}${HEX16[d & 0xffff]}`;
  }

  /** `words` times four hexadecimal digits. */
  hex(words: number): string {
    let text = "";
    for (let word = 0; word < words; word++) text += HEX16[this.uint32() & 0xffff];
    return text;
  }
}

/** The same UUID for the same text: ids of things that every tenant shares, such as an application's. */
export function stableUuid(text: string): string {
  return new Random(`uuid:${text}`).uuid();
}

function hashText(text: string, start: number): number {
  let hash = start;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return Math.imul(hash, 0xc2b2ae35) | 0;
}

/** Picks items in proportion to their weights. */
export class WeightedPicker<T> {
  readonly #items: readonly T[];
  readonly #ends: Float64Array;

  constructor(items: readonly T[], weightOf: (item: T) => number) {
    this.#items = items;
    this.#ends = new Float64Array(items.length);
    let sum = 0;
    items.forEach((item, index) => {
      sum += weightOf(item);
      this.#ends[index] = sum;
    });
  }

  pick(random: Random): T {
    const ends = this.#ends;
    const target = random.float() * (ends[ends.length - 1] ?? 0);
    let low = 0;
    let high = ends.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) > target) high = middle;
      else low = middle + 1;
    }
    return this.#items[low] as T;
  }
}

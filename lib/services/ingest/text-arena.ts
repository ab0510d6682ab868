/**
 * Where the texts of a batch wait until they are stored: outside of the heap, in memory that is used again and again. As
 * strings they are what the garbage collector copies most, and pages that it gives back to the system are dear to get
 * again (2026-11-24-where-ingest-spends-its-time.md).
 */
import type { HeldText } from "@/lib/model/sign-in-record";

const CHUNK_BYTES = 1024 * 1024;
/** Of UTF-8, for one UTF-16 unit. */
const MOST_BYTES_PER_UNIT = 3;
/** What all batches of a process have in hand between them, about; more is given back. */
const CHUNKS_KEPT = 24;
const spare: Buffer[] = [];

/** A text in an arena. */
class ArenaText implements HeldText {
  constructor(
    private readonly chunk: Buffer,
    private readonly from: number,
    readonly length: number,
  ) {}

  toString(): string {
    return this.chunk.toString("utf8", this.from, this.from + this.length);
  }
}

/** The texts of one batch at a time. */
export class TextArena {
  #chunks: Buffer[] = [];
  #used = CHUNK_BYTES;

  /**
   * Puts a well-formed text away.
   * @param beside what else `hash` is to be made of; not kept
   * @param hash is given the bytes of the text, a separator that JSON does not hold, and the bytes of `beside`
   */
  keep(text: string, beside: string, hash: (bytes: Buffer) => string): { held: HeldText; hash: string } {
    const most = (text.length + beside.length) * MOST_BYTES_PER_UNIT + 1;
    if (most > CHUNK_BYTES) return { held: text, hash: hash(Buffer.from(`${text}\u001e${beside}`)) };
    if (this.#used + most > CHUNK_BYTES) {
      this.#chunks.push(spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES));
      this.#used = 0;
    }
    const chunk = this.#chunks.at(-1) as Buffer;
    const from = this.#used;
    const length = chunk.write(text, from, "utf8");
    chunk[from + length] = 0x1e;
    const end = from + length + 1 + chunk.write(beside, from + length + 1, "utf8");
    this.#used = from + length;
    return { held: new ArenaText(chunk, from, length), hash: hash(chunk.subarray(from, end)) };
  }

  /** To be called when nobody will look at any of the texts again: the next ones are written over them. */
  clear(): void {
    for (const chunk of this.#chunks) if (spare.length < CHUNKS_KEPT) spare.push(chunk);
    this.#chunks = [];
    this.#used = CHUNK_BYTES;
  }
}

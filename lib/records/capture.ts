/** Collects the bytes of one record over the chunks it lies in, and lets go of what is more than the limit. */
import { RAW_TEXT_LIMIT_BYTES } from "./raw-record";
import type { BodyPosition } from "./unreadable-body-error";

/** A record's bytes; `tooLarge` when there were more than the limit and only the head was kept. */
export interface CapturedBytes {
  bytes: Buffer;
  byteLength: number;
  tooLarge: boolean;
  start: BodyPosition;
}

export class Capture {
  private parts: Buffer[] = [];
  private byteLength = 0;
  /** Where in the current chunk the bytes begin; -1 while nothing is captured. */
  private from = -1;
  private tooLarge = false;
  private start: BodyPosition = { byteOffset: 0, line: 1, column: 1 };

  constructor(private readonly maxBytes: number) {}

  begin(at: number, start: BodyPosition): void {
    this.drop();
    this.from = at;
    this.start = start;
  }

  /** To be called before a further chunk is read. */
  enterChunk(): void {
    if (this.from >= 0) this.from = 0;
  }

  /** To be called when a chunk has been read up to `end`. */
  leaveChunk(chunk: Buffer, end: number): void {
    if (this.from >= 0) this.keep(chunk, end);
  }

  /** The last of the bytes so far, without joining all of them. */
  tail(chunk: Buffer, end: number, bytes: number): Buffer {
    const pieces = [chunk.subarray(Math.max(this.from, end - bytes), end)];
    let missing = bytes - pieces[0]!.length;
    for (let part = this.parts.length - 1; part >= 0 && missing > 0; part--) {
      const piece = this.parts[part]!.subarray(-missing);
      pieces.unshift(piece);
      missing -= piece.length;
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  /** The bytes so far, or undefined when they are more than asked for. */
  peek(chunk: Buffer, end: number, maxBytes: number): Buffer | undefined {
    if (this.tooLarge || this.byteLength + end - this.from > maxBytes) return undefined;
    return Buffer.concat([...this.parts, chunk.subarray(this.from, end)]);
  }

  take(chunk: Buffer, end: number): CapturedBytes {
    this.keep(chunk, end);
    const bytes = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    const { byteLength, tooLarge, start } = this;
    this.drop();
    return { bytes, byteLength, tooLarge, start };
  }

  drop(): void {
    this.parts = [];
    this.byteLength = 0;
    this.from = -1;
    this.tooLarge = false;
  }

  private keep(chunk: Buffer, end: number): void {
    this.byteLength += end - this.from;
    if (this.tooLarge) return;
    this.parts.push(chunk.subarray(this.from, end));
    if (this.byteLength <= this.maxBytes) return;
    this.tooLarge = true;
    // A copy, as a part of a buffer would keep the whole of it in memory.
    this.parts = [Buffer.from(Buffer.concat(this.parts).subarray(0, RAW_TEXT_LIMIT_BYTES + 1))];
  }
}

/**
 * NDJSON: one record a line. The path that carries nearly all traffic, so no byte is looked at in JavaScript:
 * `indexOf` finds the line ends, one check tells whether a block is UTF-8, `JSON.parse` reads the line.
 */
import { isAscii, isUtf8 } from "node:buffer";
import { isContainer } from "./containers";
import { RAW_TEXT_LIMIT_BYTES } from "./raw-record";
import type { RecordOutput } from "./record-output";

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = "\uFEFF";

export class LineReader {
  /** The beginning of a line whose end has not come yet. */
  private parts: Buffer[] = [];
  private partsBytes = 0;
  private dropping = false;

  constructor(
    private readonly output: RecordOutput,
    private line: number,
    private offset: number,
  ) {}

  push(chunk: Buffer): void {
    const lastBreak = chunk.lastIndexOf(NEWLINE);
    if (lastBreak < 0) {
      this.hold(chunk);
      return;
    }
    const firstBreak = this.parts.length > 0 ? chunk.indexOf(NEWLINE) : -1;
    if (firstBreak >= 0) {
      this.hold(chunk.subarray(0, firstBreak + 1));
      this.release(1);
    }
    if (lastBreak > firstBreak) this.readLines(chunk.subarray(firstBreak + 1, lastBreak + 1));
    if (lastBreak + 1 < chunk.length) this.hold(chunk.subarray(lastBreak + 1));
  }

  end(): void {
    if (this.parts.length > 0) this.release(0);
  }

  private hold(bytes: Buffer): void {
    this.partsBytes += bytes.length;
    if (this.dropping) return;
    this.parts.push(bytes);
    if (this.partsBytes <= this.output.maxRecordBytes) return;
    this.dropping = true;
    this.parts = [Buffer.from(Buffer.concat(this.parts).subarray(0, RAW_TEXT_LIMIT_BYTES + 1))];
  }

  /** @param breakBytes how many of the held bytes are the line's end */
  private release(breakBytes: number): void {
    const bytes = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    if (this.dropping) {
      this.output.addTooLarge(bytes, this.partsBytes - breakBytes);
      this.line++;
      this.offset += this.partsBytes;
    } else this.readLines(bytes);
    this.parts = [];
    this.partsBytes = 0;
    this.dropping = false;
  }

  /** @param block whole lines; only the last may lack its end */
  private readLines(block: Buffer): void {
    const valid = isUtf8(block);
    // One-byte strings are half the size of the others and faster to make; most logs are plain ASCII.
    const encoding = valid && isAscii(block) ? "latin1" : "utf8";
    let start = 0;
    while (start < block.length) {
      const found = block.indexOf(NEWLINE, start);
      const next = found < 0 ? block.length : found + 1;
      let end = found < 0 ? block.length : found;
      if (end > start && block[end - 1] === CARRIAGE_RETURN) end--;
      if (end > start) this.readLine(block, start, end, valid, encoding);
      this.line++;
      start = next;
    }
    this.offset += block.length;
  }

  private readLine(block: Buffer, start: number, end: number, valid: boolean, encoding: "latin1" | "utf8"): void {
    const length = end - start;
    if (!valid && !isUtf8(block.subarray(start, end))) {
      const message = `Line ${this.line} is not valid UTF-8.`;
      this.output.addRejection({ code: "not_json", message }, block.subarray(start, end));
    } else if (length > this.output.maxRecordBytes) {
      this.output.addTooLarge(block.subarray(start, end), length);
    } else {
      const text = block.toString(encoding, start, end);
      const value = tryParse(text);
      if (value === undefined || isContainer(value)) this.readOddLine(text, block.subarray(start, end), start);
      else this.output.addValue(value, text, length);
    }
  }

  /** Blank lines, several objects on a line, lists and pages on a line, and lines that are no JSON at all. */
  private readOddLine(text: string, bytes: Buffer, start: number): void {
    // Trimming takes a byte order mark off too: files that were joined have one in their midst.
    const trimmed = text.trim();
    if (trimmed === "") return;
    const rest = text.startsWith(BYTE_ORDER_MARK) ? Buffer.from(trimmed) : bytes;
    const position = { byteOffset: this.offset + start, line: this.line, column: 1 };
    this.output.addDocuments(rest, position, "lenient");
  }
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a body that comes in pieces: chooses how to read it, then hands the pieces to the reader of that shape. */
import { chooseReading } from "./choose-reading";
import { DocumentScanner, type ScanProblem } from "./document-scanner";
import { LineReader } from "./line-reader";
import { type RawRecord, STEP_BYTES } from "./raw-record";
import { RecordOutput } from "./record-output";
import { type BodyPosition, UnreadableBodyError } from "./unreadable-body-error";

/** Refusals that are kept back until a first readable record shows that the body holds records at all. */
const MAX_HELD_BACK = 1000;
const OPEN_BRACE = 0x7b;
const NEWLINE = 0x0a;

/** `push` bytes, then `step` and `take` until there is nothing left to do; at last `end`, the same again, and `finish`. */
export class BodyReader {
  /** Set when nothing further can be read; what `take` gives still counts. */
  failure: UnreadableBodyError | undefined;

  private readonly output: RecordOutput;
  private held: RawRecord[] = [];
  private sawRecord = false;

  private lines: LineReader | undefined;
  private document: DocumentScanner | undefined;
  private input: Buffer = Buffer.alloc(0);
  private ended = false;
  /** Bytes that came before it was clear how to read them, and where they begin. */
  private undecided: Buffer[] = [];
  private undecidedBytes = 0;
  private position: BodyPosition = { byteOffset: 0, line: 1, column: 1 };

  constructor(maxRecordBytes: number) {
    this.output = new RecordOutput(maxRecordBytes);
  }

  push(chunk: Buffer): void {
    this.input = chunk;
  }

  end(): void {
    this.ended = true;
    this.input = Buffer.concat(this.undecided);
    this.undecided = [];
    this.undecidedBytes = 0;
  }

  /** Reads so much that its records fit in memory, however small they are. @returns whether there is more to do */
  step(): boolean {
    if (this.failure || this.input.length === 0) return false;
    if (this.lines) this.lines.push(this.shift(STEP_BYTES));
    else if (this.document) this.stepDocument(this.document);
    else this.stepUndecided(this.shift(this.input.length));
    this.sift();
    return !this.failure && this.input.length > 0;
  }

  finish(): void {
    this.lines?.end();
    if (this.document && !this.failure) {
      this.document.end();
      this.takeFound(this.document);
    }
    this.sift();
    const [first] = this.held;
    if (this.sawRecord || this.failure || !first || !("rejection" in first)) return;
    this.held = [];
    this.failure = new UnreadableBodyError(`No record could be read. ${first.rejection.message}`, null, 0);
  }

  /** The records that can be handed out. */
  take(): RawRecord[] {
    if (!this.sawRecord && this.held.length <= MAX_HELD_BACK) return [];
    const records = this.held;
    this.held = [];
    return records;
  }

  private shift(bytes: number): Buffer {
    const shifted = this.input.subarray(0, bytes);
    this.input = this.input.subarray(bytes);
    return shifted;
  }

  private sift(): void {
    const records = this.output.take();
    if (this.held.length === 0) this.held = records;
    else this.held.push(...records);
    this.sawRecord ||= records.some((record) => !("rejection" in record) || record.rejection.code !== "not_json");
  }

  private stepDocument(document: DocumentScanner): void {
    const used = document.push(this.input.subarray(0, STEP_BYTES));
    this.input = this.input.subarray(used);
    this.takeFound(document);
    if (this.failure || !document.finished) return;
    this.document = undefined;
    this.position = document.position;
  }

  private stepUndecided(chunk: Buffer): void {
    this.undecided.push(chunk);
    this.undecidedBytes += chunk.length;
    const enough = this.ended || this.undecidedBytes > this.output.maxRecordBytes;
    // Without a further line end there is nothing new to decide by.
    if (!enough && this.undecided.length > 1 && !chunk.includes(NEWLINE)) return;
    const all = this.undecided.length === 1 ? chunk : Buffer.concat(this.undecided);
    const foreign = this.position.byteOffset === 0 ? describeForeign(all) : undefined;
    if (foreign) this.fail({ message: foreign, position: this.position });
    else this.decide(this.skipBlanks(all), enough);
  }

  private decide(bytes: Buffer, complete: boolean): void {
    const reading = bytes.length === 0 ? "unclear" : chooseReading(bytes, complete);
    const waits = reading === "unclear";
    this.undecided = waits && bytes.length > 0 ? [bytes] : [];
    this.undecidedBytes = waits ? bytes.length : 0;
    if (waits) return;
    this.input = bytes;
    if (reading === "document") this.document = new DocumentScanner(this.position, this.output.maxRecordBytes);
    else if (this.output.count > 0 && bytes[0] !== OPEN_BRACE) {
      this.fail({ message: "Something that is no record follows the records", position: this.position });
    } else this.lines = new LineReader(this.output, this.position.line, this.position.byteOffset);
  }

  private skipBlanks(bytes: Buffer): Buffer {
    const isMarked = this.position.byteOffset === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    let at = isMarked ? 3 : 0;
    let { line, column } = this.position;
    while (at < bytes.length && bytes[at]! <= 0x20) {
      const isBreak = bytes[at] === NEWLINE;
      line += isBreak ? 1 : 0;
      column = isBreak ? 1 : column + 1;
      at++;
    }
    this.position = { byteOffset: this.position.byteOffset + at, line, column };
    return bytes.subarray(at);
  }

  private takeFound(document: DocumentScanner): void {
    const problem = this.output.addAll(document.takeFound(), "strict") ?? document.problem;
    if (problem) this.fail(problem);
  }

  private fail(problem: ScanProblem): void {
    this.failure = new UnreadableBodyError(problem.message, problem.position, this.output.count);
    this.document = undefined;
    // What was read before that place counts, refusals included.
    this.sawRecord = true;
  }
}

/** What a body is that is plainly not JSON in UTF-8; undefined when it may be. */
function describeForeign(bytes: Buffer): string | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return "This is gzip data, and was not declared as such";
  const mark = bytes.length > 1 ? bytes.readUInt16BE(0) : 0;
  const isUtf16 = mark === 0xfffe || mark === 0xfeff || (bytes.length > 3 && bytes[1] === 0 && bytes[3] === 0);
  return isUtf16 ? "This is UTF-16 text; only UTF-8 can be read" : undefined;
}

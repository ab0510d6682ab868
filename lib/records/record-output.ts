/** Turns the bytes of single records into `RawRecord`s and numbers them. */
import { isUtf8 } from "node:buffer";
import type { Rejection } from "@/lib/model/sign-in-record";
import type { CapturedBytes } from "./capture";
import { isContainer } from "./containers";
import { DocumentScanner, type ScanProblem } from "./document-scanner";
import { findSyntaxProblem } from "./json-syntax";
import { capRawBytes, capRawText, MAX_RECORDS_PER_LINE, type RawRecord, STEP_BYTES } from "./raw-record";
import type { BodyPosition } from "./unreadable-body-error";

/** Lists of pages are opened; what nests further is no record. Each level is parsed again, so there must be an end. */
const MAX_LIST_DEPTH = 2;

/** `lenient` refuses what cannot be read as records of their own and reads on, `strict` stops there. */
type Manner = "strict" | "lenient";

export class RecordOutput {
  private ready: RawRecord[] = [];
  private nextIndex = 0;

  constructor(readonly maxRecordBytes: number) {}

  get count(): number {
    return this.nextIndex;
  }

  /** What came in since the last call. */
  take(): RawRecord[] {
    const taken = this.ready;
    this.ready = [];
    return taken;
  }

  /** @param text JSON that came as valid UTF-8 */
  addValue(value: unknown, text: string, byteLength: number): void {
    const raw = capRawText(text, byteLength);
    // In such JSON only an escape can bring in what cannot be stored.
    const isStorable = !text.includes("\\u");
    this.ready.push({ index: this.nextIndex++, value, isStorable, raw, rawBytes: byteLength });
  }

  addRejection(rejection: Rejection, bytes: Buffer, byteLength = bytes.length): void {
    this.ready.push({ index: this.nextIndex++, rejection, raw: capRawBytes(bytes), rawBytes: byteLength });
  }

  addTooLarge(head: Buffer, byteLength: number): void {
    const limit = this.maxRecordBytes.toLocaleString("en");
    const message = `The record is ${byteLength.toLocaleString("en")} bytes long; at most ${limit} are read.`;
    this.addRejection({ code: "record_too_large", message }, head, byteLength);
  }

  /**
   * Reads one element that the scanner cut out; a list or page inside it is opened.
   * @returns what is wrong with it; nothing is added then
   */
  private addElement(element: CapturedBytes, depth: number): ScanProblem | undefined {
    if (element.tooLarge) {
      this.addTooLarge(element.bytes, element.byteLength);
      return undefined;
    }
    if (!isUtf8(element.bytes)) return { message: "The record is not valid UTF-8", position: element.start };
    const text = element.bytes.toString("utf8");
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return syntaxProblem(text, element.start);
    }
    if (depth < MAX_LIST_DEPTH && isContainer(value)) {
      return this.addDocuments(element.bytes, element.start, "strict", depth + 1);
    }
    this.addValue(value, text, element.byteLength);
    return undefined;
  }

  /**
   * Reads a run of JSON documents that is wholly in memory: records, lists, pages, one behind the other.
   * @param depth how many lists these documents lie in
   */
  addDocuments(bytes: Buffer, start: BodyPosition, manner: Manner, depth = 0): ScanProblem | undefined {
    const last = this.nextIndex + MAX_RECORDS_PER_LINE;
    let at = 0;
    let position = start;
    while (at < bytes.length) {
      const scanner = new DocumentScanner(position, this.maxRecordBytes);
      while (at < bytes.length && !scanner.finished && !scanner.problem) {
        at += scanner.push(bytes.subarray(at, at + STEP_BYTES));
        const problem = this.addAll(scanner.takeFound(), manner, depth) ?? this.refuseMoreThan(last, scanner.position);
        if (problem) return this.refuseRest(problem, bytes, manner);
      }
      scanner.end();
      if (scanner.problem) return this.refuseRest(scanner.problem, bytes, manner);
      position = scanner.position;
      while (at < bytes.length && bytes[at]! <= 0x20) at++;
    }
    return undefined;
  }

  /** Reads what the scanner cut out; see `addDocuments`. */
  addAll(elements: readonly CapturedBytes[], manner: Manner, depth = 0): ScanProblem | undefined {
    for (const element of elements) {
      const problem = this.addElement(element, depth);
      if (problem && manner === "strict") return problem;
      if (problem) this.addRejection(notJson(problem), element.bytes, element.byteLength);
    }
    return undefined;
  }

  private refuseMoreThan(last: number, position: BodyPosition): ScanProblem | undefined {
    if (this.nextIndex <= last) return undefined;
    return {
      message: `More than ${MAX_RECORDS_PER_LINE.toLocaleString("en")} records stand in one line or list element`,
      position,
    };
  }

  private refuseRest(problem: ScanProblem, bytes: Buffer, manner: Manner): ScanProblem | undefined {
    if (manner === "strict") return problem;
    this.addRejection(notJson(problem), bytes);
    return undefined;
  }
}

function notJson(problem: ScanProblem): Rejection {
  const { line, column } = problem.position;
  return { code: "not_json", message: `${problem.message} (line ${line}, column ${column}).` };
}

function syntaxProblem(text: string, start: BodyPosition): ScanProblem {
  const found = findSyntaxProblem(text);
  if (!found) return { message: "This is not JSON", position: start };
  const before = text.slice(0, found.offset);
  const lastBreak = before.lastIndexOf("\n");
  const byteOffset = start.byteOffset + Buffer.byteLength(before);
  const position =
    lastBreak < 0
      ? { byteOffset, line: start.line, column: start.column + before.length }
      : { byteOffset, line: start.line + before.split("\n").length - 1, column: before.length - lastBreak };
  return { message: `This is not JSON: ${found.problem}`, position };
}

/** Deciding from its beginning whether a body is lines of JSON or one document that may span many lines. */
import { isContainer } from "./containers";
import { DocumentScanner } from "./document-scanner";

export type Reading = "lines" | "document" | "unclear";

const NEWLINE = 0x0a;
const OPEN_BRACKET = 0x5b;
const OPEN_BRACE = 0x7b;
const COLON = 0x3a;

/**
 * @param bytes the body from its first byte that is not blank, as far as it has come
 * @param complete true when no more will come, or so much has come that the choice cannot wait
 * @returns `unclear` when more bytes are needed, never when `complete`
 */
export function chooseReading(bytes: Buffer, complete: boolean): Reading {
  if (bytes[0] === OPEN_BRACKET) return "document";
  if (bytes[0] !== OPEN_BRACE) return "lines";
  const lineEnd = bytes.indexOf(NEWLINE);
  if (lineEnd < 0 && !complete) return "unclear";
  const line = lineEnd < 0 ? bytes : bytes.subarray(0, lineEnd);
  const value = tryParse(line);
  if (value !== undefined) return isContainer(value) ? "document" : "lines";
  return lineEnd < 0 ? "document" : chooseByOddLine(line, bytes.subarray(lineEnd + 1), complete);
}

/** The first line is no JSON by itself: it is broken, or only the beginning of something. */
function chooseByOddLine(line: Buffer, rest: Buffer, complete: boolean): Reading {
  const scanner = new DocumentScanner({ byteOffset: 0, line: 1, column: 1 }, line.length);
  scanner.push(line);
  if (scanner.isContainer) return "document";
  // A string cannot span lines, and a value that closes on its line is a line's, even when it is broken inside.
  if (scanner.finished || scanner.insideString) return "lines";
  const last = lastByte(line);
  if (last === OPEN_BRACKET || last === COLON) return "document";
  const second = nextLine(rest, complete);
  if (!second) return complete ? "document" : "unclear";
  // A whole object on the second line is no continuation of the first: the first was cut off.
  return tryParse(second) instanceof Object ? "lines" : "document";
}

function tryParse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

function lastByte(line: Buffer): number {
  let at = line.length - 1;
  while (at > 0 && line[at]! <= 0x20) at--;
  return line[at]!;
}

/** The next line that is not blank, once it is there as a whole. */
function nextLine(rest: Buffer, complete: boolean): Buffer | undefined {
  let at = 0;
  while (at < rest.length && rest[at]! <= 0x20) at++;
  if (at === rest.length) return undefined;
  const end = rest.indexOf(NEWLINE, at);
  if (end >= 0) return rest.subarray(at, end);
  return complete ? rest.subarray(at) : undefined;
}

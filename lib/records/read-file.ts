/** Reading records out of a file, whatever it is called: what it holds is told from its first bytes. */
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { RawRecord } from "./raw-record";
import { type ReadOptions, readJsonRecords } from "./read-body";
import { readCsvRecords } from "./read-csv";
import { UnreadableBodyError } from "./unreadable-body-error";

/** Enough for the column names of a table. */
const PEEK_BYTES = 64 * 1024;
/** One of the columns that every sign-in table has, as a cell of the first line. */
const TABLE_HEADER = /(?:^|,)"?(?:TimeGenerated|CreatedDateTime|Category|UserPrincipalName)(?: \[UTC\])?"?(?:,|$)/i;

/**
 * Reads a file of JSON in any shape that `readJsonRecords` knows, or of CSV, either also packed with gzip.
 * @throws {UnreadableBodyError} when it is none of these or breaks off; the file system's error when it cannot be opened
 */
export async function* readFileRecords(
  path: string,
  options: ReadOptions = {},
): AsyncGenerator<RawRecord, void, undefined> {
  const file = await peek(createReadStream(path), 2);
  const isPacked = file.head[0] === 0x1f && file.head[1] === 0x8b;
  const content = isPacked ? await peek(unpacked(file.all), PEEK_BYTES) : await peek(file.all, PEEK_BYTES);
  if (isTable(content.head)) yield* readCsvRecords(content.all);
  else yield* readJsonRecords(content.all, options);
}

function isTable(head: Buffer): boolean {
  const text = head.toString("utf8").replace(/^\uFEFF/, "");
  const [firstLine = ""] = text.split(/\r?\n/, 1);
  return firstLine.includes(",") && !/^\s*[[{]/.test(firstLine) && TABLE_HEADER.test(firstLine);
}

async function* unpacked(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    // The error also ends the iteration; the callback only keeps it from being unhandled.
    yield* pipeline(packed, createGunzip(), () => undefined);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && String(error.code).startsWith("Z_"))) throw error;
    throw new UnreadableBodyError(`The gzip data is broken: ${error.message}`, null, 0, { cause: error });
  }
}

/** The first bytes of a stream, and all of it from the first byte on. */
async function peek(
  stream: AsyncIterable<Uint8Array>,
  bytes: number,
): Promise<{ head: Buffer; all: AsyncGenerator<Uint8Array, void, undefined> }> {
  const iterator = stream[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  let ended = false;
  while (length < bytes && !ended) {
    const next = await iterator.next();
    if (next.done) ended = true;
    else {
      chunks.push(next.value);
      length += next.value.length;
    }
  }
  async function* all(): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      yield* chunks;
      if (!ended) yield* { [Symbol.asyncIterator]: () => iterator };
    } finally {
      await iterator.return?.();
    }
  }
  return { head: Buffer.concat(chunks), all: all() };
}

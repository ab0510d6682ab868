/** Reading records out of a body whose shape nobody has declared: lines, one object, a list, a page. */
import { BodyReader } from "./body-reader";
import { MAX_RECORD_BYTES, type RawRecord } from "./raw-record";

export type { RawRecord } from "./raw-record";

export interface ReadOptions {
  /** A larger record is refused with `record_too_large` and the next one is read. */
  maxRecordBytes?: number;
}

/**
 * Reads a body piece by piece: NDJSON (also with blank lines, CRLF, a byte order mark, several objects on a line), one
 * object, a list, `{"records":[…]}` or Graph's `{"value":[…]}`, also several of these in a row. Memory stays bounded
 * by a chunk and a record, whatever the length of the body.
 * A line that cannot be read is a refused record and the next one is read. A list or page that is broken gives
 * the records before that place, then throws.
 * @throws {UnreadableBodyError} when nothing could be read as a record, or nothing further in a broken document
 */
export async function* readJsonRecords(
  stream: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<RawRecord, void, undefined> {
  for await (const records of readJsonRecordsInRuns(stream, options)) yield* records;
}

/** The same in runs of some tens of records: each step of an asynchronous iteration costs several promises. */
export async function* readJsonRecordsInRuns(
  stream: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<readonly RawRecord[], void, undefined> {
  const reader = new BodyReader(options.maxRecordBytes ?? MAX_RECORD_BYTES);
  for await (const chunk of stream) {
    reader.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    yield* readOn(reader);
  }
  reader.end();
  yield* readOn(reader);
  reader.finish();
  yield* readOn(reader);
}

function* readOn(reader: BodyReader): Generator<readonly RawRecord[], void, undefined> {
  let more = true;
  while (more) {
    more = reader.step();
    const records = reader.take();
    if (records.length > 0) yield records;
    if (reader.failure) throw reader.failure;
  }
}

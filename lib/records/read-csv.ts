/** Reading the rows of a log-analytics table from CSV: RFC 4180, first line the column names, values all texts. */
import { finished } from "node:stream/promises";
import { parse } from "csv-parse";
import { capRawText, MAX_RECORD_BYTES, type RawRecord } from "./raw-record";
import { UnreadableBodyError } from "./unreadable-body-error";

/** The portal's own CSV download writes `TimeGenerated [UTC]`. */
const ZONE_IN_HEADER = /\s*\[UTC\]$/i;

interface CsvRow {
  record: string[];
  raw: string;
}

/**
 * Gives each row as an object from column name to text. A row with more or fewer cells than the header is a refused record.
 * @throws {UnreadableBodyError} after the rows before it, when the text is not UTF-8 or its quotes do not close
 */
export async function* readCsvRecords(stream: AsyncIterable<Uint8Array>): AsyncGenerator<RawRecord, void, undefined> {
  const table = new TableReader();
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let failure: unknown;
  try {
    for await (const chunk of stream) {
      await table.write(decoder.decode(chunk, { stream: true }));
      yield* table.take();
    }
    await table.end(decoder.decode());
  } catch (error) {
    failure = error;
  }
  yield* table.take();
  if (failure !== undefined) throw translated(failure, table.recordsRead);
}

/** Rows out of the parser, which would throw rows away that wait in its stream when it fails. */
class TableReader {
  recordsRead = 0;
  private header: string[] | undefined;
  private rows: RawRecord[] = [];

  private readonly parser = parse({
    bom: true,
    raw: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
    on_record: (row) => {
      this.add(row as unknown as CsvRow);
      // Nothing goes into the stream: rows are taken from here.
      return null;
    },
  }).on("error", () => undefined); // It also comes as the result of `write` or `end`.

  write(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.parser.write(text, (error) => (error ? reject(error) : resolve()));
    });
  }

  async end(text: string): Promise<void> {
    if (text !== "") await this.write(text);
    this.parser.end();
    await finished(this.parser, { readable: false });
  }

  take(): RawRecord[] {
    const rows = this.rows;
    this.rows = [];
    return rows;
  }

  private add(row: CsvRow): void {
    if (this.header) this.rows.push(readRow(row, this.header, this.recordsRead++));
    else this.header = row.record.map((name) => name.trim().replace(ZONE_IN_HEADER, ""));
  }
}

function readRow({ record, raw }: CsvRow, header: readonly string[], index: number): RawRecord {
  const line = raw.replace(/\r?\n$/, "");
  const rawBytes = Buffer.byteLength(line);
  const kept = { index, raw: capRawText(line, rawBytes), rawBytes };
  if (record.length !== header.length) {
    const message = `The row has ${record.length} cells, the header has ${header.length}.`;
    return { ...kept, rejection: { code: "not_json", message } };
  }
  return { ...kept, value: Object.fromEntries(header.map((name, column) => [name, record[column]])) };
}

function translated(error: unknown, recordsRead: number): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const options = { cause: error };
  if (code === "ERR_ENCODING_INVALID_ENCODED_DATA") {
    return new UnreadableBodyError("The table is not valid UTF-8", null, recordsRead, options);
  }
  if (!code.startsWith("CSV_")) return error;
  return new UnreadableBodyError(`The table cannot be read: ${(error as Error).message}`, null, recordsRead, options);
}

/** The files of one log as text, made in one pass over its records. */
import type { ExportRow } from "@/db/queries/exports/read-chunk";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import type { ExportFormat, ExportPosition } from "@/lib/model/exports";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { completesColumns, restoreRecord } from "@/lib/records/columns";
import { graphTime, toGraphSignIn } from "@/lib/records/graph-sign-in";
import { redactRecord } from "../../sign-ins/redact-record";
import { type CsvSource, signInHeader, signInLine, stepHeader, stepLines } from "./csv-columns";
import { LINE_END } from "./csv-text";

export interface LogTextOptions {
  /** Decides what of a record is shown. */
  scope: TenantScope;
  category: CategorySlug;
  format: ExportFormat;
  /** At most so many records get in. */
  cap: number;
  /** Takes the text of the file of steps. */
  writeSteps: (text: string) => Promise<void>;
  onProgress: (records: number, steps: number) => void;
}

/** What became of a log once its text is complete. */
export interface LogOutcome {
  truncated: boolean;
  last?: ExportPosition;
}

/** Compressing small pieces costs more than compressing them. */
const PIECE_CHARACTERS = 128 * 1024;

/** Yields the text of the log's file; its steps go out beside it. */
export async function* logText(
  chunks: AsyncIterable<readonly ExportRow[]>,
  options: LogTextOptions,
): AsyncGenerator<string, LogOutcome> {
  const { format, category, cap, onProgress } = options;
  const maker = format === "csv" ? csvMaker(category) : jsonMaker(options);
  const steps = new StepText(options);
  let records = 0;
  let last: ExportRow | undefined;
  let text = maker.head;
  let truncated = false;
  for await (const rows of chunks) {
    for (const row of rows.slice(0, cap - records)) {
      text += maker.line(row, records === 0, steps);
      records++;
      last = row;
      if (text.length < PIECE_CHARACTERS) continue;
      yield text;
      text = "";
    }
    truncated = records === cap && rows.at(-1) !== last;
    await steps.flush();
    onProgress(records, steps.count);
    if (truncated) break;
  }
  await steps.flush();
  yield text + maker.foot(records);
  return truncated && last ? { truncated, last: positionOf(last) } : { truncated };
}

/** The lines of the file of steps, where there is one. */
class StepText {
  count = 0;
  readonly #isWanted: boolean;
  readonly #write: LogTextOptions["writeSteps"];
  #text: string;

  constructor({ format, category, writeSteps }: LogTextOptions) {
    this.#isWanted = format === "csv" && CATEGORIES[category].principal === "user";
    this.#write = writeSteps;
    this.#text = this.#isWanted ? stepHeader() + LINE_END : "";
  }

  add(id: string, record: JsonObject): void {
    if (!this.#isWanted) return;
    for (const line of stepLines(id, record)) {
      this.#text += line + LINE_END;
      this.count++;
    }
  }

  async flush(): Promise<void> {
    if (this.#text !== "") await this.#write(this.#text);
    this.#text = "";
  }
}

function shownRecord({ scope, category }: LogTextOptions, row: ExportRow): JsonObject {
  const record = restoreRecord(row, JSON.parse(row.rest) as JsonObject, CATEGORIES[category].code);
  return redactRecord(scope, record).record;
}

function positionOf({ epoch, createdMs, id }: ExportRow): ExportPosition {
  return { createdAt: new Date(epoch * 1000).toISOString(), createdMs, id };
}

interface Maker {
  head: string;
  line: (row: ExportRow, first: boolean, steps: StepText) => string;
  foot: (records: number) => string;
}

function csvMaker(category: CategorySlug): Maker {
  const line = signInLine(category);
  return {
    head: signInHeader(category) + LINE_END,
    line: (row, _first, steps) => {
      const source = csvSource(row, category);
      steps.add(row.id, source.rest);
      return line(source) + LINE_END;
    },
    foot: () => "",
  };
}

function csvSource(row: ExportRow, category: CategorySlug): CsvSource {
  const { id, epoch, createdMs, errorCode } = row;
  const time = graphTime(epoch * 1000 + createdMs);
  const rest = JSON.parse(row.rest) as JsonObject;
  if (completesColumns(rest)) return { id, time, errorCode, columns: row, rest };
  return { id, time, errorCode, columns: null, rest: restoreRecord(row, rest, CATEGORIES[category].code) };
}

/** One array, with a record on each line: it can be read as a whole, and looked at with the eye. */
function jsonMaker(options: LogTextOptions): Maker {
  return {
    head: "[",
    line: (row, first) => {
      const record = toGraphSignIn(row.id, row.epoch * 1000 + row.createdMs, shownRecord(options, row));
      return `${first ? "\n" : ",\n"}${JSON.stringify(record)}`;
    },
    foot: (records) => (records === 0 ? "]\n" : "\n]\n"),
  };
}

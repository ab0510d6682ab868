import type { TenantScope } from "@/lib/model/scope";
import type { RejectionCode } from "@/lib/model/sign-in-record";
import { capRawText } from "@/lib/records/raw-record";
import type { RawRecord } from "@/lib/records/read-body";
import { readFileRecords } from "@/lib/records/read-file";
import { shiftEvent } from "@/lib/records/shift-event";
import { understand } from "@/lib/records/understand";
import { UnreadableBodyError } from "@/lib/records/unreadable-body-error";
import { authorize } from "../authorize";
import { ingestRecords } from "./ingest-records";
import type { IngestResult } from "./ingest-run";
import type { StoreCounts } from "./store-events";

/** `name` is how the file is called in errors; `path` where it is. */
export interface ImportFile {
  name: string;
  path: string;
}

export interface ImportError {
  file: string;
  /** Place among the file's records, from 0; null when it is the file that cannot be read (any further). */
  index: number | null;
  code: RejectionCode | "unreadable_file";
  message: string;
}

export interface ImportResult extends StoreCounts {
  rejected: number;
  errors: ImportError[];
  /** Rejections that are counted and kept, but too many to be listed. */
  errorsNotListed: number;
}

export interface ImportOptions {
  now: Date;
  /** Move the newest event of all files to `now`, and the others with it. */
  shiftToNow?: boolean;
  /** Told the bytes of records read so far; with `shiftToNow` everything is read twice. */
  onProgress?: (bytes: number) => void;
}

/**
 * Stores the sign-ins, audits and provisioning records of files. A file that cannot be read, or breaks off, is reported and the next one is read; the
 * four numbers add up to the records that were read.
 * @throws ForbiddenError without `signIns:write`; UnavailableError when the database is away.
 */
export async function importFiles(
  scope: TenantScope,
  files: readonly ImportFile[],
  options: ImportOptions,
): Promise<ImportResult> {
  authorize(scope, "signIns:write");
  const progress = new Progress(options.onProgress);
  const seconds = options.shiftToNow ? await secondsToNow(files, options.now, progress) : 0;
  const total: ImportResult = { accepted: 0, updated: 0, duplicates: 0, rejected: 0, errors: [], errorsNotListed: 0 };
  for (const file of files) await importFile(scope, file, { now: options.now, seconds, progress, total });
  return total;
}

interface FileRun {
  now: Date;
  seconds: number;
  progress: Progress;
  total: ImportResult;
}

async function importFile(scope: TenantScope, file: ImportFile, { now, seconds, progress, total }: FileRun) {
  let counted: IngestResult | undefined;
  try {
    await ingestRecords(scope, progress.through(readFileRecords(file.path)), {
      source: file.name,
      now,
      transform: seconds === 0 ? undefined : (event) => shiftEvent(event, seconds),
      onProgress: (soFar) => {
        counted = soFar;
      },
    });
  } catch (error) {
    const message = problemOfFile(error);
    if (message === undefined) throw error;
    total.errors.push({ file: file.name, index: null, code: "unreadable_file", message });
  }
  // Also of a file that broke off: what was read before is stored.
  if (!counted) return;
  total.accepted += counted.accepted;
  total.updated += counted.updated;
  total.duplicates += counted.duplicates;
  total.rejected += counted.rejected;
  total.errorsNotListed += counted.errorsNotListed;
  for (const error of counted.errors) total.errors.push({ file: file.name, ...error });
}

/** How far the newest event of all files lies from now, in whole seconds; 0 when there is none. */
async function secondsToNow(files: readonly ImportFile[], now: Date, progress: Progress): Promise<number> {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { path } of files) {
    try {
      for await (const record of progress.through(readFileRecords(path))) {
        if ("rejection" in record) continue;
        const event = understand(record.value);
        if (!("rejection" in event)) newest = Math.max(newest, event.createdAt.getTime() + event.createdMs);
      }
    } catch (error) {
      // Reported when the file is read again to be stored.
      if (problemOfFile(error) === undefined) throw error;
    }
  }
  return newest === Number.NEGATIVE_INFINITY ? 0 : Math.floor((now.getTime() - newest) / 1000);
}

/** What is wrong with the file, or undefined for an error that is not the file's. */
function problemOfFile(error: unknown): string | undefined {
  if (error instanceof UnreadableBodyError) return error.message;
  const { code } = error as { code?: unknown };
  if (code === "ENOENT") return "There is no such file.";
  if (code === "EISDIR") return "This is a folder, not a file.";
  if (code === "EACCES" || code === "EPERM") return "The file may not be read.";
  return undefined;
}

class Progress {
  #bytes = 0;

  constructor(private readonly report: ((bytes: number) => void) | undefined) {}

  async *through(records: AsyncIterable<RawRecord>): AsyncGenerator<RawRecord, void, undefined> {
    for await (const record of records) {
      this.#bytes += record.rawBytes + 1;
      this.report?.(this.#bytes);
      yield retriable(record);
    }
  }
}

/** The row of a table means nothing without the table's header: should it be refused, it is kept as an object. */
function retriable(record: RawRecord): RawRecord {
  if ("rejection" in record || record.raw.trimStart().startsWith("{")) return record;
  const text = JSON.stringify(record.value);
  const rawBytes = Buffer.byteLength(text);
  return { ...record, raw: capRawText(text, rawBytes), rawBytes };
}

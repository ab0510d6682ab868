/** Makes a bundle: database → text → ZIP → store, as a stream from end to end. Memory stays flat whatever the size. */
import { createHash } from "node:crypto";
import path from "node:path";
import { PassThrough, Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import ZipStream from "zip-stream";
import { appDatabase } from "@/db/connections";
import { readExportRows } from "@/db/queries/exports/read-chunk";
import type { BundleStore } from "@/lib/bundles/bundle-store";
import { env } from "@/lib/env";
import { CATEGORIES } from "@/lib/model/categories";
import type { ExportFile, ExportFormat, ExportLog } from "@/lib/model/exports";
import type { ActiveFilter } from "@/lib/model/filters";
import type { Interval } from "@/lib/model/intervals";
import type { TenantScope } from "@/lib/model/scope";
import { logText } from "./log-text";
import { openSpool, type Spool } from "./spool";

/** A record is 4 kB: two chunks, one worked on and one on its way, are a small part of what memory may grow by. */
const CHUNK_ROWS = 1_000;
/** Fast rather than small: level 6 takes three times as long for a tenth less. */
const COMPRESSION = { level: 1, chunkSize: 128 * 1024 };

export interface BundleLog extends Pick<ExportLog, "category" | "after"> {
  range: Interval;
  filters: readonly ActiveFilter[];
}

export interface BundleOrder {
  /** What its requester may see decides what is in it. */
  scope: TenantScope;
  format: ExportFormat;
  logs: readonly BundleLog[];
  files: readonly ExportFile[];
  throughSeq: number;
  cap: number;
  /** Said inside the ZIP file. */
  comment: (files: readonly ExportFile[]) => string;
  store: BundleStore;
  key: string;
  signal: AbortSignal;
  /** Hears how far each file is. */
  onProgress: (files: readonly ExportFile[]) => void;
}

export interface WrittenBundle {
  files: ExportFile[];
  bytes: number;
  sha256: string;
}

/** @throws what stopped it; nothing is left in the store then. */
export async function writeBundle(order: BundleOrder): Promise<WrittenBundle> {
  const zip = new ZipStream({ zlib: COMPRESSION });
  const meter = new Meter();
  const ended = new AbortController();
  const signal = AbortSignal.any([order.signal, ended.signal]);
  const files = order.files.map((file) => ({ ...file }));
  const stored = order.store.write(order.key, meter, signal);
  const piped = pipeline(zip as unknown as Readable, meter, { signal });
  const made = addLogs(zip, order, files, signal);
  // Whichever fails first ends the others, and is the reason.
  const parts = [made, piped, stored];
  try {
    await Promise.all(parts);
  } catch (error) {
    ended.abort(error);
    zip.destroy();
    meter.destroy();
    await Promise.allSettled(parts);
    order.signal.throwIfAborted();
    throw error;
  }
  return { files, bytes: meter.bytes, sha256: meter.sha256() };
}

/** Counts and hashes what passes. */
class Meter extends Transform {
  bytes = 0;
  readonly #hash = createHash("sha256");

  override _transform(chunk: Buffer, _encoding: string, done: (error: null, chunk: Buffer) => void): void {
    this.bytes += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  sha256(): string {
    return this.#hash.digest("hex");
  }
}

async function addLogs(zip: ZipStream, order: BundleOrder, files: ExportFile[], signal: AbortSignal): Promise<void> {
  for (const log of order.logs) {
    const own = files.filter(({ category }) => category === log.category);
    const spool = own.length > 1 ? await openSpool(path.resolve(env().DATA_DIR, "run")) : undefined;
    try {
      await addLog(zip, order, log, { files, own, spool, signal });
    } finally {
      await spool?.close();
    }
  }
  zip.setComment(order.comment(files));
  zip.finalize();
}

interface LogFiles {
  files: readonly ExportFile[];
  /** The log's own: its sign-ins, and its steps where they have a file. */
  own: readonly ExportFile[];
  spool: Spool | undefined;
  signal: AbortSignal;
}

async function addLog(zip: ZipStream, order: BundleOrder, log: BundleLog, of: LogFiles): Promise<void> {
  const { own, spool, signal } = of;
  const [signIns, steps] = own as [ExportFile, ExportFile | undefined];
  const tell = () => order.onProgress(of.files);
  for (const file of own) file.state = "writing";
  tell();
  const { after } = log;
  const chunks = readExportRows(appDatabase().db, order.scope, {
    ...{ category: CATEGORIES[log.category].code, range: log.range, filters: log.filters },
    ...{ throughSeq: order.throughSeq, chunkRows: CHUNK_ROWS },
    ...(after ? { after: { ...after, createdAt: new Date(after.createdAt) } } : {}),
  });
  const text = logText(chunks, {
    ...{ scope: order.scope, category: log.category, format: order.format, cap: order.cap },
    writeSteps: async (piece) => spool?.write(piece),
    onProgress: (records, stepsSoFar) => {
      signal.throwIfAborted();
      signIns.records = records;
      if (steps) steps.records = stepsSoFar;
      tell();
    },
  });
  const content = async function* () {
    for (;;) {
      const { value, done } = await text.next();
      if (done) {
        Object.assign(signIns, value);
        if (steps) steps.truncated = value.truncated;
        return;
      }
      yield value;
    }
  };
  await addEntry(zip, { name: signIns.name, content, signal });
  signIns.state = "done";
  if (steps && spool) {
    await addEntry(zip, { name: steps.name, content: () => spool.read(), signal });
    steps.state = "done";
  }
  tell();
}

interface Entry {
  name: string;
  content: () => AsyncIterable<string | Buffer>;
  signal: AbortSignal;
}

function addEntry(zip: ZipStream, { name, content, signal }: Entry): Promise<void> {
  return new Promise((resolve, reject) => {
    // A ZIP stream that was destroyed never says so to an entry that is being written.
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener("abort", stop, { once: true });
    const source = new PassThrough();
    pipeline(Readable.from(encoded(content())), source, { signal }).catch(reject);
    zip.entry(source, { name, mode: 0o644 }, (error) => {
      signal.removeEventListener("abort", stop);
      if (error) reject(error);
      else resolve();
    });
  });
}

async function* encoded(content: AsyncIterable<string | Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of content) if (piece.length > 0) yield Buffer.from(piece as string);
}

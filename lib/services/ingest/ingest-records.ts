/** Takes records in, whatever door they came through: understand, check, store, keep what was refused. */
import type { TenantScope } from "@/lib/model/scope";
import type { RawRecord } from "@/lib/records/read-body";
import { authorize } from "../authorize";
import { type IngestOptions, type IngestResult, IngestRun } from "./ingest-run";

/**
 * Stores every record that can be understood and keeps every other one with its reason. Returns after the commit of
 * the last; what was read before an error is committed, and sending everything again counts nothing twice.
 * @throws ForbiddenError without `signIns:write`; UnavailableError when the database is away; what `records` throws.
 */
export function ingestRecords(
  scope: TenantScope,
  records: AsyncIterable<RawRecord>,
  options: IngestOptions,
): Promise<IngestResult> {
  return ingestRuns(scope, runsOfOne(records), options);
}

async function* runsOfOne(records: AsyncIterable<RawRecord>): AsyncGenerator<readonly RawRecord[]> {
  for await (const record of records) yield [record];
}

/** {@link ingestRecords} for a reader that hands over several records at a time. */
export async function ingestRuns(
  scope: TenantScope,
  runs: AsyncIterable<readonly RawRecord[]>,
  options: IngestOptions,
): Promise<IngestResult> {
  authorize(scope, "signIns:write");
  return storeRuns(scope, runs, options);
}

/** The same for a verb that has decided itself who may. */
export async function storeRuns(
  scope: TenantScope,
  runs: AsyncIterable<readonly RawRecord[]>,
  options: IngestOptions,
): Promise<IngestResult> {
  const run = new IngestRun(scope, options);
  let brokenOff: { error: unknown } | undefined;
  try {
    for await (const records of runs) {
      for (const record of records) {
        run.take(record);
        if (run.asksForNames) await run.settleClaims();
        if (run.isFull) await run.flush();
      }
    }
  } catch (error) {
    if (run.storingFailed) throw error;
    // Reading broke off: what was understood before is stored all the same, and then the sender is told.
    brokenOff = { error };
  }
  await run.flush();
  await run.finish();
  if (brokenOff) throw brokenOff.error;
  return run.result;
}

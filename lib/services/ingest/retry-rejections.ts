import { Readable } from "node:stream";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import {
  deleteRejections,
  listRejections,
  type RejectionPosition,
  readRejection,
  type StoredRejection,
} from "@/db/queries/ingest/rejections";
import { isUuid } from "@/lib/access/find-tenant";
import type { AuditActivity } from "@/lib/model/audit";
import { NotFoundError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { type RawRecord, readJsonRecords } from "@/lib/records/read-body";
import { UnreadableBodyError } from "@/lib/records/unreadable-body-error";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { storeRuns } from "./ingest-records";
import type { IngestError } from "./ingest-run";
import type { StoreCounts } from "./store-events";

/** A refused record is up to 64 kB long: so many are held at once. */
const RECORDS_AT_ONCE = 500;

export interface RetryError extends IngestError {
  rejectionId: string;
  source: string;
}

export interface RetryResult extends StoreCounts {
  retried: number;
  /** Refused again: they stay where they are. */
  rejected: number;
  errors: RetryError[];
}

/**
 * Reads every refused record again, or those with one reason, as this version and the tenant's present license
 * understand them. Those that are stored now are no longer kept as refused; the others stay, under their first reason.
 * @throws ForbiddenError without `tenant:manage`; UnavailableError when the database is away.
 */
export async function retryRejections(
  scope: TenantScope,
  { now, code }: { now: Date; code?: string },
): Promise<RetryResult> {
  authorize(scope, "tenant:manage");
  const total = nothingRetried();
  let last: StoredRejection | undefined;
  do {
    const kept = await readSome(scope, last, code);
    if (kept.length > 0) await retrySome(scope, kept, { now, total });
    last = kept.length < RECORDS_AT_ONCE ? undefined : kept.at(-1);
  } while (last);
  return total;
}

/**
 * The same for one refused record.
 * @throws ForbiddenError without `tenant:manage`; NotFoundError when it is not, or no longer, among the refused.
 */
export async function retryRejection(scope: TenantScope, rejectionId: string, now: Date): Promise<RetryResult> {
  authorize(scope, "tenant:manage");
  const kept = isUuid(rejectionId)
    ? await inTenant(appDatabase().db, scope, (tenant) => readRejection(tenant, rejectionId))
    : undefined;
  if (!kept) throw new NotFoundError("There is no such refused record.");
  const total = nothingRetried();
  await retrySome(scope, [kept], { now, total });
  return total;
}

function nothingRetried(): RetryResult {
  return { retried: 0, accepted: 0, updated: 0, duplicates: 0, rejected: 0, errors: [] };
}

function readSome(scope: TenantScope, after?: RejectionPosition, code?: string): Promise<StoredRejection[]> {
  return inTenant(appDatabase().db, scope, (tenant) => listRejections(tenant, RECORDS_AT_ONCE, after, code));
}

async function retrySome(
  scope: TenantScope,
  kept: readonly StoredRejection[],
  { now, total }: { now: Date; total: RetryResult },
): Promise<void> {
  const result = await storeRuns(scope, runsOf(kept), { source: "retry", now, keepRejections: false });
  const refused = new Set(result.errors.map(({ index }) => index));
  const stored = kept.filter((_, index) => !refused.has(index)).map(({ rejectionId }) => rejectionId);
  await inTenant(appDatabase().db, scope, async (tenant) => {
    await deleteRejections(tenant, stored);
    await recordAudit(tenant, scope, retried(kept, stored.length), now);
  });
  total.retried += kept.length;
  total.accepted += result.accepted;
  total.updated += result.updated;
  total.duplicates += result.duplicates;
  total.rejected += result.rejected;
  for (const error of result.errors) {
    const { rejectionId, source, recordIndex } = kept[error.index] as StoredRejection;
    total.errors.push({ ...error, index: recordIndex, rejectionId, source });
  }
}

function retried(kept: readonly StoredRejection[], stored: number): AuditActivity {
  const [only] = kept;
  return {
    activity: "Retry refused records",
    category: "Other",
    ...(kept.length === 1 && only ? { target: { type: "Refused record", id: only.rejectionId } } : {}),
    details: [
      { key: "Retried", value: String(kept.length) },
      { key: "Stored", value: String(stored) },
    ],
  };
}

/** One record for each refused one, under its place in the list. */
async function* runsOf(kept: readonly StoredRejection[]): AsyncGenerator<readonly RawRecord[], void, undefined> {
  for (const [index, { raw, rawBytes }] of kept.entries()) yield [await readAgain(index, raw, rawBytes)];
}

async function readAgain(index: number, raw: string, rawBytes: number): Promise<RawRecord> {
  const common = { index, raw, rawBytes };
  if (rawBytes > Buffer.byteLength(raw)) {
    const message = `Only the first ${Buffer.byteLength(raw)} of its ${rawBytes} bytes were kept.`;
    return { ...common, rejection: { code: "record_too_large", message } };
  }
  try {
    for await (const record of readJsonRecords(Readable.from([Buffer.from(raw)]))) return { ...record, ...common };
  } catch (error) {
    if (!(error instanceof UnreadableBodyError)) throw error;
    return { ...common, rejection: { code: "not_json", message: error.message } };
  }
  return { ...common, rejection: { code: "not_json", message: "There is nothing in it." } };
}

/** Handing a bundle out: who may have it is decided at this moment, not when it was asked for. */
import type { Readable } from "node:stream";
import { v7 as uuidv7 } from "uuid";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { addToDownload, completeDownload, insertDownload, resumeDownload } from "@/db/queries/exports/downloads";
import { type ExportRowData, readExport } from "@/db/queries/exports/rows";
import { isUuid } from "@/lib/access/find-tenant";
import { type ByteRange, bundleStore } from "@/lib/bundles/bundle-store";
import { log } from "@/lib/log";
import { ExpiredError, ForbiddenError, NotFoundError } from "@/lib/model/errors";
import { DOWNLOADABLE } from "@/lib/model/exports";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import { auditDownload } from "./audit-download";
import { isExpired, requireRightsOf } from "./present-export";
import { RESUME_WITHIN_MS } from "./sweep-exports";

/** A bundle that its asker may have. */
export interface OfferedBundle {
  exportId: string;
  fileName: string;
  bytes: number;
  sha256: string;
  builtAt: Date;
  fileKey: string;
}

/**
 * @throws ForbiddenError, LicenseRequiredError for what the asker lacks now; NotFoundError, also for another tenant's and
 *   for one without a bundle; ExpiredError when its time is over.
 */
export async function offerBundle(
  scope: TenantScope,
  exportId: string,
  { now = new Date() }: { now?: Date } = {},
): Promise<OfferedBundle> {
  authorize(scope, "logs:read", "signInLogs");
  if (!isUuid(exportId)) throw new NotFoundError("There is no such export.");
  const row = await inTenant(appDatabase().db, scope, (tenant) => readExport(tenant, exportId));
  if (!row) throw new NotFoundError("There is no such export.");
  if (isExpired(row, now)) throw new ExpiredError("This bundle has expired.");
  if (!DOWNLOADABLE.includes(row.status)) throw new NotFoundError("This export has no bundle.");
  requireRightsOf(row, scope);
  return offered(row);
}

function offered({ exportId, fileName, bytes, sha256, finishedAt, askedAt, fileKey }: ExportRowData): OfferedBundle {
  if (bytes === null || sha256 === null || fileKey === null) throw new NotFoundError("This export has no bundle.");
  return { exportId, fileName: `${fileName}.zip`, bytes, sha256, builtAt: finishedAt ?? askedAt, fileKey };
}

/**
 * Opens a bundle, or a stretch of it. What really goes out is noted with the download that it belongs to: a range that
 * comes soon after another of the same person and bundle goes on with that one's download.
 * @returns the bytes; ending early counts as broken off.
 */
export async function openDownload(
  scope: TenantScope,
  bundle: OfferedBundle,
  range: ByteRange = { start: 0, end: bundle.bytes - 1 },
  { now = () => new Date() }: { now?: () => Date } = {},
): Promise<AsyncIterable<Uint8Array>> {
  const { actor } = scope;
  if (actor.kind !== "user") throw new ForbiddenError("logs:read");
  const content = await bundleStore().read(bundle.fileKey, range);
  if (!content) {
    log.error({ exportId: bundle.exportId, fileKey: bundle.fileKey }, "A bundle is missing in the store");
    throw new NotFoundError("The file of this bundle is missing.");
  }
  const { exportId } = bundle;
  const downloadId = await inTenant(appDatabase().db, scope, async (tenant) => {
    const since = new Date(now().getTime() - RESUME_WITHIN_MS);
    const resumed = await resumeDownload(tenant, { exportId, userId: actor.id, since, now: now() });
    if (resumed) return resumed;
    const opened = uuidv7();
    await insertDownload(tenant, {
      ...{ downloadId: opened, exportId, userId: actor.id, userName: actor.name, userUpn: actor.upn, startedAt: now() },
      ...{ ipText: scope.origin?.ip ?? null, requestId: scope.origin?.requestId ?? null },
    });
    return opened;
  });
  return metered(content, async (sent) => {
    const to = range.start + sent;
    await inTenant(appDatabase().db, scope, async (tenant) => {
      await addToDownload(tenant, downloadId, { from: range.start, to, now: now() });
      const complete = await completeDownload(tenant, downloadId, { bytes: bundle.bytes, now: now() });
      if (complete) await auditDownload(tenant, complete, now());
    });
  });
}

/** Passes bytes on, and in the end, whichever it is, says how many were taken. */
function metered(content: Readable, note: (sent: number) => Promise<void>): AsyncIterable<Uint8Array> {
  const passed = pass(content, note);
  const stop = passed.return.bind(passed);
  // Ended before it was begun, a generator does nothing: the file would stay open.
  passed.return = (value) => {
    content.destroy();
    return stop(value);
  };
  return passed;
}

async function* pass(content: Readable, note: (sent: number) => Promise<void>): AsyncGenerator<Uint8Array, void, void> {
  let sent = 0;
  try {
    for await (const piece of content as AsyncIterable<Uint8Array>) {
      yield piece;
      // Asked for the next one: this one has been taken.
      sent += piece.length;
    }
  } finally {
    await note(sent).catch((error: unknown) => log.error({ err: error }, "A download could not be noted"));
  }
}

/** Building the bundle of a claimed export, and what becomes of the row when that does not work. */
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { beat, publishBundle, UNCLAIMED, updateClaimed } from "@/db/queries/exports/claims";
import { type ExportRowData, readExport } from "@/db/queries/exports/rows";
import { requesterScope } from "@/lib/access/requester-scope";
import { bundleStore, exportPrefix } from "@/lib/bundles/bundle-store";
import { log } from "@/lib/log";
import {
  ForbiddenError,
  InvalidInputError,
  LicenseRequiredError,
  NotFoundError,
  UnavailableError,
} from "@/lib/model/errors";
import { bundleExpiry, CONTENT_PERMISSIONS, type ExportFile } from "@/lib/model/exports";
import { formatCount } from "@/lib/model/format-number";
import type { TenantScope } from "@/lib/model/scope";
import { authorize } from "../authorize";
import type { Attempt } from "./attempt";
import { type WrittenBundle, writeBundle } from "./bundle/write-bundle";
import { enqueueBuild } from "./enqueue-build";
import { thawLog } from "./frozen-logs";

const HEARTBEAT_EVERY_MS = 1_000;
const MAX_FAILURES = 3;
/** After so many workers that died over it, it is the export that is at fault. */
const MAX_TAKEOVERS = 20;
/** 15 seconds after the first failure, a minute after the second. */
const RETRY_AFTER_MS = 15_000;
const LONGEST_REASON = 300;

export interface BuildAnswer {
  /** The row as published; undefined when there is no bundle. */
  row?: ExportRowData;
  outcome: string;
}

/** The claim is somebody else's now, or the export was cancelled. */
class ClaimLost extends Error {}

export async function buildExport(attempt: Attempt): Promise<BuildAnswer> {
  const { row, claim, now } = attempt;
  const key = `${exportPrefix(row.tenantId, row.exportId)}${claim.token}.zip`;
  try {
    if (row.takeovers > MAX_TAKEOVERS) throw new InvalidInputError({ export: "Too many workers ended over it." });
    const scope = await requesterScope(row.tenantId, row.requesterId);
    authorize(scope, "logs:read", "signInLogs");
    const written = await withHeartbeat(attempt, (signal, tell) => write(attempt, scope, { key, signal, tell }));
    const published = await inOwnTenant(row, async (tenant) => {
      const bundle = { ...written, fileKey: key, ...rightsOf(scope), expiresAt: bundleExpiry(now()) };
      return (await publishBundle(tenant, claim, bundle, now())) ? readExport(tenant, row.exportId) : undefined;
    });
    if (!published) throw new ClaimLost();
    await removeOtherFiles(row, key);
    return { row: published, outcome: `Built ${formatCount(written.bytes)} bytes.` };
  } catch (error) {
    await bundleStore()
      .remove({ key })
      .catch((fault: unknown) => log.warn({ err: fault, key }, "A file of a failed export could not be removed"));
    return { outcome: await giveUp(attempt, error) };
  }
}

function inOwnTenant<T>({ tenantId }: ExportRowData, work: (tenant: TenantTransaction) => Promise<T>): Promise<T> {
  return inTenant(appDatabase().db, { tenantId }, work);
}

/** What the bundle shows is what its requester may see at this moment, and so must whoever downloads it. */
function rightsOf({ permissions, license }: TenantScope) {
  return { permissions: CONTENT_PERMISSIONS.filter((each) => permissions.has(each)), license };
}

interface Writing {
  key: string;
  signal: AbortSignal;
  tell: (files: readonly ExportFile[]) => void;
}

function write({ row, now }: Attempt, scope: TenantScope, { key, signal, tell }: Writing): Promise<WrittenBundle> {
  return writeBundle({
    ...{ scope, format: row.format, throughSeq: row.throughSeq, cap: row.recordCap, key, signal },
    logs: row.logs.map((kept) => thawLog(kept, scope.license, now())),
    files: row.files.map(({ last: _, ...file }) => ({ ...file, records: 0, state: "waiting", truncated: false })),
    comment: (files) => commentOf(row, scope, files),
    store: bundleStore(),
    onProgress: tell,
  });
}

/** Inside the ZIP file, where whoever gets it handed on finds it: what it is, and whether it is everything. */
function commentOf(row: ExportRowData, scope: TenantScope, files: readonly ExportFile[]): string {
  const cut = files.filter(({ kind, truncated }) => truncated && kind === "signIns");
  const cap = row.recordCap;
  const lines = [
    `Sign-ins of ${scope.tenantName}, as received by ${row.askedAt.toISOString()}; details that came later may be newer.`,
    ...cut.map(({ name }) => `${name} is not complete: it holds the newest ${cap} of more that match.`),
  ];
  return lines.join("\n");
}

/** Says once a second that this worker is alive and how far it is; ends the work when the row is no longer its own. */
async function withHeartbeat<T>(
  { row, claim, signal, now }: Attempt,
  work: (signal: AbortSignal, tell: Writing["tell"]) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  let files: readonly ExportFile[] = row.files;
  let beating: Promise<unknown> = Promise.resolve();
  const tellRow = async () => {
    const held = await inOwnTenant(row, (tenant) => beat(tenant, claim, [...files], now()));
    if (!held) lost.abort(new ClaimLost());
  };
  const timer = setInterval(() => {
    // While the database is away: either it comes back, or the work ends over it too.
    beating = tellRow().catch(() => {});
  }, HEARTBEAT_EVERY_MS);
  try {
    return await work(AbortSignal.any([signal, lost.signal]), (progress) => {
      files = progress;
    });
  } finally {
    clearInterval(timer);
    await beating;
  }
}

/** What earlier attempts left behind when their worker died. */
async function removeOtherFiles(row: ExportRowData, key: string): Promise<void> {
  const store = bundleStore();
  try {
    for await (const file of store.list(exportPrefix(row.tenantId, row.exportId))) {
      if (file.key !== key || file.unfinished !== undefined) await store.remove(file);
    }
  } catch (error) {
    log.warn({ err: error, exportId: row.exportId }, "Files of earlier attempts stay until the next clean-up");
  }
}

/** @returns what became of it, in a sentence. */
async function giveUp({ row, claim, signal, now }: Attempt, error: unknown): Promise<string> {
  if (error instanceof ClaimLost) return "It was cancelled, or another worker has it.";
  if (signal.aborted) {
    await inOwnTenant(row, (tenant) => updateClaimed(tenant, claim, { ...UNCLAIMED, status: "queued" }));
    await enqueueBuild(row.tenantId, row.exportId);
    return "Handed back: this worker is about to end.";
  }
  const facts = { err: error, exportId: row.exportId, tenantId: row.tenantId };
  if (isPermanent(error)) log.info(facts, "An export was refused");
  else log.error(facts, "An export could not be built");
  const failures = row.failures + 1;
  const failure = reasonOf(error).slice(0, LONGEST_REASON);
  const isFinal = isPermanent(error) || failures >= MAX_FAILURES;
  const retryAt = new Date(now().getTime() + RETRY_AFTER_MS * 4 ** (failures - 1));
  await inOwnTenant(row, (tenant) =>
    updateClaimed(tenant, claim, {
      ...{ ...UNCLAIMED, failures, failure },
      ...(isFinal ? { status: "failed", finishedAt: now(), retryAt: null } : { status: "queued", retryAt }),
    }),
  );
  return isFinal ? `Failed: ${failure}` : `Failed, and will be tried again: ${failure}`;
}

function isPermanent(error: unknown): boolean {
  return [ForbiddenError, LicenseRequiredError, InvalidInputError, NotFoundError].some((kind) => error instanceof kind);
}

/** For the reader of the exports page: nothing of the machine's insides. */
function reasonOf(error: unknown): string {
  if (error instanceof ForbiddenError) return "Whoever asked for it no longer has a role that reads the logs.";
  if (error instanceof LicenseRequiredError) return "The tenant's license no longer includes the sign-in logs.";
  if (error instanceof UnavailableError) return "The database could not be reached.";
  if (error instanceof InvalidInputError || error instanceof NotFoundError) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === "ENOSPC" || code === "EDQUOT") return "The disk that bundles are stored on is full.";
  return "Something failed while it was built. The operator's log has it under the export's id.";
}

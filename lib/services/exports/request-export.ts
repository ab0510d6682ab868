/** Asking for a bundle: what is asked, and the moment, are frozen on the row. */
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import { inTenant, type TenantTransaction } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { countUnfinished, insertExport, type NewExport, readExport, readLastSeq } from "@/db/queries/exports/rows";
import { numberBatches } from "@/db/queries/ingest/batches";
import { env } from "@/lib/env";
import { CATEGORIES } from "@/lib/model/categories";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import {
  EVERY_LOG,
  EXPORT_FORMATS,
  type ExportLog,
  filesOf,
  MAX_OPEN_PER_TENANT,
  readFileName,
} from "@/lib/model/exports";
import type { TenantScope } from "@/lib/model/scope";
import { recordAudit } from "../audit/record-audit";
import { authorize } from "../authorize";
import { parseInput } from "../parse-input";
import { enqueueBuild } from "./enqueue-build";
import { thawLog } from "./frozen-logs";

const FILE_NAME_RULE = "1 to 80 letters, digits, blanks and the signs . _ - (no path)";

const input = z.strictObject({
  format: z.enum(EXPORT_FORMATS, "csv or json"),
  fileName: z.string().transform((given, context) => {
    const name = readFileName(given);
    if (name === undefined) context.addIssue(`The file name may have ${FILE_NAME_RULE}.`);
    return name ?? "";
  }),
});

export interface ExportRequest {
  format: string;
  /** With or without `.zip`. */
  fileName: string;
  /** All four logs, in any order. */
  logs: readonly ExportLog[];
}

export interface AskOptions {
  now?: Date;
  /** Records that a file may hold. */
  recordCap?: number;
}

/**
 * Freezes what is asked for and hands it to the workers. @returns the export's id.
 * @throws ForbiddenError, LicenseRequiredError, InvalidInputError that names the field, ConflictError when too many
 *   exports of the tenant wait already, UnavailableError.
 */
export async function requestExport(
  scope: TenantScope,
  request: ExportRequest,
  options: AskOptions = {},
): Promise<string> {
  authorize(scope, "logs:read", "signInLogs");
  const { format, fileName } = parseInput(input, { format: request.format, fileName: request.fileName });
  const logs = EVERY_LOG.map((category) => {
    const log = request.logs.find((each) => each.category === category);
    if (!log) throw new InvalidInputError({ logs: `The ${CATEGORIES[category].label} log is missing.` });
    return log;
  });
  return enter(scope, { format, fileName, logs, part: 1 }, options);
}

/**
 * Asks for the records that did not fit into a bundle: the same questions, frozen at the same moment, from where it ended.
 * @throws as {@link requestExport}; NotFoundError; ConflictError when nothing was left out.
 */
export async function requestNextPart(scope: TenantScope, exportId: string, options: AskOptions = {}): Promise<string> {
  authorize(scope, "logs:read", "signInLogs");
  const row = await inTenant(appDatabase().db, scope, (tenant) => readExport(tenant, exportId));
  if (!row) throw new NotFoundError("There is no such export.");
  const full = row.files.filter(({ kind, truncated, last }) => kind === "signIns" && truncated && last);
  if (full.length === 0) throw new ConflictError("This bundle holds everything that matched.");
  const logs = row.logs.map((log) => {
    const last = full.find(({ category }) => category === log.category)?.last;
    // A log that is complete has nothing to add: nothing of its range is older than its start.
    return { ...log, after: last ?? { createdAt: log.from, createdMs: 0, id: "" } };
  });
  const { format, fileName, part, throughSeq, askedAt } = row;
  return enter(scope, { format, fileName, logs, part: part + 1, throughSeq, frozenAt: askedAt }, options);
}

interface Entry extends Pick<NewExport, "format" | "fileName" | "logs" | "part"> {
  throughSeq?: number;
  frozenAt?: Date;
}

async function enter(scope: TenantScope, { frozenAt, ...entry }: Entry, options: AskOptions): Promise<string> {
  const { now = new Date(), recordCap = env().EXPORT_RECORD_CAP } = options;
  const { actor } = scope;
  if (actor.kind !== "user") throw new ForbiddenError("logs:read");
  for (const log of entry.logs) thawLog(log, scope.license, now);
  const exportId = uuidv7();
  await inTenant(appDatabase().db, scope, async (tenant) => {
    if ((await countUnfinished(tenant)) >= MAX_OPEN_PER_TENANT) {
      throw new ConflictError(`${MAX_OPEN_PER_TENANT} exports of ${scope.tenantName} are under way. Try again later.`);
    }
    await insertExport(tenant, {
      ...entry,
      exportId,
      ...{ requesterId: actor.id, requesterName: actor.name, requesterUpn: actor.upn, askedAt: now },
      throughSeq: entry.throughSeq ?? (await freeze(tenant)),
      recordCap,
      files: filesOf(entry.format, entry.logs, frozenAt ?? now),
    });
    await recordAudit(tenant, scope, asked(exportId, entry), now);
  });
  await enqueueBuild(scope.tenantId, exportId);
  return exportId;
}

/** Numbers what has been committed, so that it is part of the export, and nothing that comes later. */
async function freeze(tenant: TenantTransaction): Promise<number> {
  await numberBatches(tenant);
  return readLastSeq(tenant);
}

function asked(exportId: string, { fileName, format, logs }: Entry) {
  return {
    activity: "Request export bundle",
    category: "Other" as const,
    target: { type: "Export", id: exportId, name: `${fileName}.zip` },
    details: [
      { key: "Format", value: format.toUpperCase() },
      ...logs.map(({ category, params, from, to }) => ({
        key: CATEGORIES[category].label,
        value: [`${from} to ${to}`, params].filter((part) => part !== "").join(", "),
      })),
    ],
  };
}

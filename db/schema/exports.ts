import { bigint, customType, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { ExportFile, ExportFormat, ExportLog, ExportStatus } from "@/lib/model/exports";
import type { License } from "@/lib/model/licenses";
import type { Permission } from "@/lib/model/roles";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
const int8multirange = customType<{ data: string }>({ dataType: () => "int8multirange" });

/** One export, from asking to expiry. The truth about it: jobs carry its id and nothing else. */
export const exportRows = pgTable(
  "exports",
  {
    tenantId: uuid("tenant_id").notNull(),
    exportId: uuid("export_id").notNull(),
    requesterId: uuid("requester_id").notNull(),
    requesterName: text("requester_name").notNull(),
    requesterUpn: text("requester_upn").notNull(),
    askedAt: at("asked_at").notNull(),
    format: text("format").$type<ExportFormat>().notNull(),
    fileName: text("file_name").notNull(),
    logs: jsonb("logs").$type<ExportLog[]>().notNull(),
    /** The last committed batch that belongs to it. */
    throughSeq: bigint("through_seq", { mode: "number" }).notNull(),
    recordCap: integer("record_cap").notNull(),
    /** 1, or more for one that goes on where an earlier bundle was full. */
    part: integer("part").notNull(),
    status: text("status").$type<ExportStatus>().notNull(),
    /** Of the one attempt that may write to the row now. */
    claimToken: uuid("claim_token"),
    heartbeatAt: at("heartbeat_at"),
    /** Not before this, after a failure. */
    retryAt: at("retry_at"),
    /** How often a worker died over it. */
    takeovers: integer("takeovers").notNull(),
    failures: integer("failures").notNull(),
    failure: text("failure"),
    startedAt: at("started_at"),
    finishedAt: at("finished_at"),
    files: jsonb("files").$type<ExportFile[]>().notNull(),
    /** With which the bundle was built: whoever downloads it must have them too. */
    permissions: text("permissions").array().$type<Permission[]>(),
    license: text("license").$type<License>(),
    fileKey: text("file_key"),
    bytes: bigint("bytes", { mode: "number" }),
    sha256: text("sha256"),
    expiresAt: at("expires_at"),
    mailAttempts: integer("mail_attempts").notNull(),
    mailFailure: text("mail_failure"),
    mailedAt: at("mailed_at"),
  },
  (table) => [primaryKey({ name: "exports_pk", columns: [table.tenantId, table.exportId] })],
);

/** One download of a bundle by one person, with all ranges that belong to it. */
export const exportDownloads = pgTable(
  "export_downloads",
  {
    tenantId: uuid("tenant_id").notNull(),
    downloadId: uuid("download_id").notNull(),
    exportId: uuid("export_id").notNull(),
    userId: uuid("user_id").notNull(),
    userName: text("user_name").notNull(),
    userUpn: text("user_upn").notNull(),
    ipText: text("ip_text"),
    requestId: text("request_id"),
    startedAt: at("started_at").notNull(),
    lastAt: at("last_at").notNull(),
    bytesSent: bigint("bytes_sent", { mode: "number" }).notNull(),
    /** The bytes handed out at least once. */
    covered: int8multirange("covered").notNull(),
    completedAt: at("completed_at"),
    auditedAt: at("audited_at"),
  },
  (table) => [primaryKey({ name: "export_downloads_pk", columns: [table.tenantId, table.downloadId] })],
);

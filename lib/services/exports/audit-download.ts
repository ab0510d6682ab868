import type { TenantTransaction } from "@/db/client";
import type { DownloadRow } from "@/db/queries/exports/downloads";
import { readExport } from "@/db/queries/exports/rows";
import { recordAudit } from "../audit/record-audit";

/** One entry for a download, however many ranges it came in: who, from where, how much of it. */
export async function auditDownload(tenant: TenantTransaction, download: DownloadRow, now: Date): Promise<void> {
  const { exportId, userId, userName, userUpn, ipText, requestId, completedAt, bytesSent, startedAt } = download;
  const bundle = await readExport(tenant, exportId);
  const doer = {
    actor: { kind: "user" as const, id: userId, name: userName, upn: userUpn },
    origin: { ip: ipText, requestId },
  };
  await recordAudit(
    tenant,
    doer,
    {
      activity: "Download export bundle",
      category: "Other",
      result: completedAt ? "success" : "failure",
      ...(completedAt ? {} : { resultReason: "The download was broken off." }),
      target: { type: "Export", id: exportId, ...(bundle ? { name: `${bundle.fileName}.zip` } : {}) },
      details: [
        { key: "Outcome", value: completedAt ? "Complete" : "Broken off" },
        { key: "Bytes sent", value: String(bytesSent) },
        { key: "Begun", value: startedAt.toISOString() },
      ],
    },
    now,
  );
}

/** Writing received audits and provisioning records: new ones in one statement, known ones under their lock. */
import { and, asc, eq, getTableColumns, inArray, isNotNull } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { auditEvents, provisioningEvents } from "@/db/schema";
import type { ActivityKind } from "@/lib/model/activity-record";

type AuditRow = Omit<typeof auditEvents.$inferInsert, "tenantId">;
type ProvisioningRow = Omit<typeof provisioningEvents.$inferInsert, "tenantId">;

/** The columns that tell what a record says, without its identity. */
export type ActivityContent = Partial<AuditRow> | Partial<ProvisioningRow>;

/** What every received activity has, whichever table holds it. */
export interface ActivityRow {
  /** The row's own key, made of the sender's id and the second. */
  key: string;
  eventId: string;
  at: Date;
  record: string;
  hashes: string[];
  notes: string[];
  receivedAt: Date;
  content: ActivityContent;
}

/** As stored, as far as a merge needs it. */
export interface StoredActivity {
  key: string;
  record: string;
  hashes: string[];
  notes: string[];
}

interface Target {
  table: typeof auditEvents | typeof provisioningEvents;
  key: typeof auditEvents.auditId | typeof provisioningEvents.provisioningId;
  keyName: string;
}

const TARGETS: Record<ActivityKind, Target> = {
  audit: { table: auditEvents, key: auditEvents.auditId, keyName: "auditId" },
  provisioning: { table: provisioningEvents, key: provisioningEvents.provisioningId, keyName: "provisioningId" },
};

/** What columns of our own audits say, which received ones have in their record. */
const AUDIT_CONSTANTS = { changes: [], details: [], requestId: null, onceKey: null };

/** Inserts the rows whose key is new; returns their keys. Rows in the order of their keys, as every writer takes them. */
export async function insertNewActivities(
  { tx, tenantId }: TenantTransaction,
  kind: ActivityKind,
  rows: readonly ActivityRow[],
): Promise<Set<string>> {
  const { table, key, keyName } = TARGETS[kind];
  const values = rows.map(({ key: rowKey, content, ...common }) => ({
    ...(kind === "audit" ? AUDIT_CONSTANTS : {}),
    ...content,
    ...common,
    tenantId,
    [keyName]: rowKey,
  }));
  const inserted = await tx
    .insert(table)
    .values(values as never)
    .onConflictDoNothing()
    .returning({ key });
  return new Set(inserted.map((row) => row.key));
}

/** Locks rows that are there, in the order of their keys. */
export async function lockActivities(
  { tx, tenantId }: TenantTransaction,
  kind: ActivityKind,
  keys: readonly string[],
): Promise<StoredActivity[]> {
  const { table, key } = TARGETS[kind];
  const { record, hashes, notes } = getTableColumns(table);
  const rows = await tx
    .select({ key, record, hashes, notes })
    .from(table)
    .where(and(eq(table.tenantId, tenantId), inArray(key, [...keys]), isNotNull(record)))
    .orderBy(asc(key))
    .for("update");
  return rows.map((row) => ({
    key: row.key,
    record: row.record ?? "{}",
    hashes: row.hashes ?? [],
    notes: row.notes ?? [],
  }));
}

/** Writes what a merge made of a locked row. */
export async function updateActivity(
  { tx, tenantId }: TenantTransaction,
  kind: ActivityKind,
  { key: rowKey, content, ...merged }: StoredActivity & { content: ActivityContent },
): Promise<void> {
  const { table, key } = TARGETS[kind];
  await tx
    .update(table)
    .set({ ...content, ...merged } as never)
    .where(and(eq(table.tenantId, tenantId), eq(key, rowKey)));
}

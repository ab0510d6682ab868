/** What goes by its own time rather than with the day of its sign-ins: one line per kind of row. */
import { type SQL, sql } from "drizzle-orm";
import type { TenantTransaction } from "@/db/client";
import { daysBefore, KEPT_DAYS } from "@/lib/model/retention";
import { deleteBatch } from "../delete-in-batches";
import { keyedTable } from "../tenant-removal";

/** The instants that decide what of a tenant is past its time. */
export interface PurgeTimes {
  now: Date;
  /** What the license, or the grace of a downgrade, keeps begins here. */
  cutoff: Date;
  /** No sign-in of the tenant before this is stored any more. */
  eventsGone: Date;
}

export interface Purge {
  table: string;
  /** The column that says how old a row is: an instant, or a day. */
  time: string;
  /** Rows whose time is before this go. */
  before: (times: PurgeTimes) => Date;
  /** And only those, written for the alias `t`. */
  only?: SQL;
  /** Rows that are never changed are not locked either, which takes the right to change them. */
  neverChanges?: boolean;
}

const byLicense = ({ cutoff }: PurgeTimes) => cutoff;
const withEvents =
  (days = 0) =>
  ({ eventsGone }: PurgeTimes) =>
    daysBefore(days, eventsGone);
const keptFor =
  (days: number) =>
  ({ now }: PurgeTimes) =>
    daysBefore(days, now);

export const PURGES: readonly Purge[] = [
  { table: "sign_in_marks", time: "created_at", before: withEvents() },
  { table: "sign_in_findings", time: "created_at", before: withEvents() },
  { table: "sign_in_pair_changes", time: "day", before: withEvents() },
  { table: "denial_mails", time: "denied_at", before: byLicense },
  { table: "source_silences", time: "since", before: keptFor(KEPT_DAYS.silences), only: sql`t.ended_at is not null` },
  { table: "sign_in_names", time: "last_day", before: withEvents(KEPT_DAYS.namesAfterEvents) },
  {
    ...{ table: "ingest_batches", time: "received_at", before: withEvents(KEPT_DAYS.batchesAfterEvents) },
    // Whoever reads in order of arrival finds an event by the number of its batch, whoever folds it by that of its first.
    // One look-up a row: as NOT EXISTS it may be planned as a join with all sign-ins of the tenant.
    only: sql`(select s.id from sign_ins s where s.tenant_id = t.tenant_id and s.batch_id = t.batch_id limit 1) is null
      and (select s.id from sign_ins s where s.tenant_id = t.tenant_id and s.first_batch_id = t.batch_id limit 1) is null`,
  },
  { table: "audit_events", time: "at", before: byLicense, neverChanges: true },
  { table: "provisioning_events", time: "at", before: keptFor(KEPT_DAYS.provisioning) },
  { table: "ingest_rejections", time: "received_at", before: byLicense },
  {
    ...{ table: "ingest_rejections", time: "received_at", before: keptFor(KEPT_DAYS.lateRejections) },
    only: sql`t.code = 'older_than_retention'`,
  },
  { table: "ingest_requests", time: "seen_at", before: keptFor(KEPT_DAYS.ingestRequests) },
  { table: "sessions", time: "expires_at", before: keptFor(KEPT_DAYS.sessions) },
  { table: "password_links", time: "expires_at", before: keptFor(KEPT_DAYS.passwordLinks) },
  { table: "sso_states", time: "expires_at", before: keptFor(KEPT_DAYS.ssoStates) },
  { table: "known_devices", time: "last_used_at", before: keptFor(KEPT_DAYS.knownDevices) },
  { table: "password_attempts", time: "last_attempt_at", before: keptFor(KEPT_DAYS.passwordAttempts) },
];

/** Deletes at most `limit` expired rows of one kind; how many there were. Rows in use are left for the next time. */
export function deleteExpired(
  { tx, tenantId }: TenantTransaction,
  { table, time, before, only, neverChanges = false }: Purge,
  times: PurgeTimes,
  limit: number,
): Promise<number> {
  const column = sql.identifier(time);
  const due = sql`t.${column} < ${before(times).toISOString()}::timestamptz`;
  return deleteBatch(tx, tenantId, keyedTable(table), {
    ...{ condition: due, ...(only ? { only } : {}), limit },
    // By age rather than by key: where nothing is due, an index on the time says so at once.
    ...{ order: [time], skipLocked: !neverChanges },
  });
}

/** Sign-ins to Signbook itself, on their way into their tenants' logs. */
import {
  deletePendingSignIns,
  type PendingSignIn,
  readPendingSignIns,
  tenantsWithPendingSignIns,
} from "@/db/queries/pending-sign-ins";
import { openOutbox } from "../ingest/outbox";
import { withRepeats } from "./attempt-record";

export const {
  recordSoon: recordAttemptsSoon,
  record: recordAttempts,
  sweep: sweepAttempts,
} = openOutbox<PendingSignIn>({
  sender: "sign-in-page",
  what: "sign-ins to Signbook",
  read: async (tenant, limit, now) =>
    (await readPendingSignIns(tenant, now, limit)).map((row) => ({ ...row, record: withRepeats(row) })),
  finish: deletePendingSignIns,
  tenantsWaiting: tenantsWithPendingSignIns,
});

/** Answers of the token endpoint, on their way into their tenants' logs. */
import { finishTokenGrants, readTokenGrants, tenantsWithGrants } from "@/db/queries/token-grants";
import { openOutbox } from "../ingest/outbox";

export const {
  recordSoon: recordGrantsSoon,
  record: recordGrants,
  sweep: sweepGrants,
} = openOutbox({
  sender: "token-endpoint",
  what: "sign-ins of API clients",
  read: readTokenGrants,
  finish: finishTokenGrants,
  tenantsWaiting: tenantsWithGrants,
});

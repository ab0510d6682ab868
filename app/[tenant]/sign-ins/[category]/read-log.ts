/** The page's questions to the services, and what becomes of their refusals. */
import { redirect } from "next/navigation";
import { InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { type LogQuery, UNUSABLE_CURSOR } from "@/lib/model/log-query";
import { parseInstant } from "@/lib/model/log-query-range";
import type { TenantScope } from "@/lib/model/scope";
import { needRecords } from "@/lib/model/shown-columns";
import type { SignInDetail, SignInPage } from "@/lib/model/sign-in-view";
import { authorize } from "@/lib/services/authorize";
import { getSignIn } from "@/lib/services/sign-ins/get-sign-in";
import { listSignIns } from "@/lib/services/sign-ins/list-sign-ins";
import { refuse } from "@/lib/web/refusals";
import { type LogView, viewHref } from "./log-view";

/** The gate of the log for a request that asks for nothing usable: the same refusals, without a query. */
export function requireLogReader(scope: TenantScope, here: string): void {
  try {
    authorize(scope, "logs:read", "signInLogs");
  } catch (error) {
    refuse(error, here);
  }
}

export async function readLog(scope: TenantScope, query: LogQuery, view: LogView): Promise<SignInPage> {
  try {
    return await listSignIns(scope, query, { records: needRecords(view.columns) });
  } catch (error) {
    if (error instanceof InvalidInputError && query.cursor) {
      // A page cannot answer 400; the proxy can, and to it only a cursor that is none reads as a problem.
      redirect(viewHref(view, { after: null, before: null, [query.cursor.direction]: UNUSABLE_CURSOR }));
    }
    refuse(error, viewHref(view, {}));
  }
}

/** The record whose pane is open. */
export interface OpenedRecord {
  id: string;
  /** Null when there is no such record, or none any more. */
  detail: SignInDetail | null;
}

export async function openRecord(scope: TenantScope, view: LogView): Promise<OpenedRecord | null> {
  const id = view.params.get("open")?.trim();
  if (!id) return null;
  const at = parseInstant(view.params.get("at") ?? "", "UTC", "start");
  try {
    return { id, detail: await getSignIn(scope, { category: view.category.slug, id, at }) };
  } catch (error) {
    if (error instanceof NotFoundError) return { id, detail: null };
    refuse(error, viewHref(view, {}));
  }
}

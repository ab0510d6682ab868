"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { ConflictError, InvalidInputError, NotSignedInError } from "@/lib/model/errors";
import { logsOfDraft, readExportDraft } from "@/lib/model/export-draft";
import type { TenantScope } from "@/lib/model/scope";
import { cancelExport, retryExport } from "@/lib/services/exports/change-export";
import { requestExport, requestNextPart } from "@/lib/services/exports/request-export";
import { requireTenantScope } from "@/lib/web/current-session";
import { sealProblem } from "@/lib/web/form-problem";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { currentZone } from "@/lib/web/zone-of-request";

/** Asks for a bundle; back to the dialog, with the reason, when it cannot be asked for like this. */
export async function requestExportAction(form: FormData): Promise<void> {
  const tenant = text(form, "tenant");
  const params = new URLSearchParams();
  for (const [key, value] of form) if (typeof value === "string" && !key.startsWith("$")) params.append(key, value);
  const dialog = (problem: string) => {
    if (problem) params.set("problem", sealProblem(problem));
    return `/${tenant}/exports/new?${params}`;
  };
  const target = await attempt(tenant, dialog, async (scope) => {
    const now = new Date();
    const zone = await currentZone(params.get("tz"));
    const draft = readExportDraft(params, { now, zone: zone.name });
    if (!draft.usable) return dialog("");
    const { format, fileName } = draft;
    const id = await requestExport(scope, { format, fileName, logs: logsOfDraft(draft) }, { now });
    return `/${tenant}/exports?asked=${id}`;
  });
  redirect(target);
}

export async function cancelExportAction(form: FormData): Promise<void> {
  await change(form, cancelExport);
}

export async function retryExportAction(form: FormData): Promise<void> {
  await change(form, retryExport);
}

/** Asks for the records that a bundle left out. */
export async function requestNextPartAction(form: FormData): Promise<void> {
  await change(form, requestNextPart);
}

type Verb = (scope: TenantScope, exportId: string) => Promise<unknown>;

/** What cannot be done any more is seen on the page: it shows the export as it is now. */
async function change(form: FormData, verb: Verb): Promise<void> {
  const [tenant, exportId] = [text(form, "tenant"), text(form, "exportId")];
  const list = `/${tenant}/exports`;
  const target = await attempt(
    tenant,
    (problem) => `${list}?${new URLSearchParams({ problem: sealProblem(problem) })}`,
    async (scope) => {
      await verb(scope, exportId);
      return list;
    },
  );
  revalidatePath(list);
  redirect(target);
}

async function attempt(
  tenant: string,
  otherwise: (problem: string) => string,
  work: (scope: TenantScope) => Promise<string>,
): Promise<string> {
  await requireSameOrigin();
  try {
    return await work(await requireTenantScope(tenant));
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof ConflictError) return otherwise(error.message);
    if (error instanceof NotSignedInError)
      return `/sign-in?${new URLSearchParams({ callbackUrl: `/${tenant}/exports` })}`;
    throw error;
  }
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

"use server";

import { redirect } from "next/navigation";
import type { CategorySlug } from "@/lib/model/categories";
import { ForbiddenError, InvalidInputError, NotSignedInError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { changeView } from "@/lib/services/views/change-view";
import { deleteView } from "@/lib/services/views/delete-view";
import { saveView } from "@/lib/services/views/save-view";
import { requireTenantScope } from "@/lib/web/current-session";
import { refusalOf } from "@/lib/web/refusal-of";
import { refuse } from "@/lib/web/refusals";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { sameOriginPath } from "@/lib/web/same-origin-path";

export interface ViewFormState {
  message?: string;
  /** Given back, so that it need not be typed again. */
  name?: string;
}

/** What the buttons of the views menu do: save, change, replace or delete a view, and back to the page. */
export async function viewAction(_previous: ViewFormState, form: FormData): Promise<ViewFormState> {
  const here = sameOriginPath(text(form, "here")) ?? "/";
  try {
    await requireSameOrigin();
    await act(await requireTenantScope(text(form, "tenant")), form);
  } catch (error) {
    if (error instanceof NotSignedInError) refuse(error, here);
    if (refusalOf(error) === undefined) throw error;
    return { message: messageOf(error as Error), name: text(form, "name") };
  }
  redirect(here);
}

async function act(scope: TenantScope, form: FormData): Promise<void> {
  const [viewId, name, query] = ["viewId", "name", "query"].map((field) => text(form, field)) as [
    string,
    string,
    string,
  ];
  const shared = form.get("shared") === "yes";
  switch (form.get("intent")) {
    case "save":
      await saveView(scope, { category: text(form, "category") as CategorySlug, name, query, shared });
      return;
    case "change":
      return changeView(scope, { viewId, name, shared });
    case "replace":
      return changeView(scope, { viewId, query });
    case "delete":
      return deleteView(scope, { viewId });
    default:
      throw new InvalidInputError({ intent: "This form is not known. Open the page anew and try again." });
  }
}

function messageOf(error: Error): string {
  const notTheirs = error instanceof ForbiddenError && error.permission === "tenant:manage";
  return notTheirs ? "Only its owner or a Global Administrator may change this view." : error.message;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

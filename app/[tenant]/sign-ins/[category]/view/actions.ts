"use server";
/** What readers choose for their own log pages. A form that names an address leads there, the others stay. */

import { refresh } from "next/cache";
import { RedirectType, redirect } from "next/navigation";
import { columnsInOrder } from "@/lib/model/column-order";
import type { TenantScope } from "@/lib/model/scope";
import { FIXED_COLUMN } from "@/lib/model/shown-columns";
import { setPreference } from "@/lib/services/preferences/set-preference";
import { requireTenantScope } from "@/lib/web/current-session";
import { refuse } from "@/lib/web/refusals";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { sameOriginPath } from "@/lib/web/same-origin-path";
import { POSITION_PREFIX } from "./field-names";

/** The columns that are ticked, in the order of their numbers; or with "defaults" the default ones. */
export async function chooseColumns(form: FormData): Promise<void> {
  await remember(form, (scope) =>
    setPreference(
      scope,
      "columns",
      form.has("defaults") ? undefined : columnsInOrder(tickedOf(form), positionsOf(form)),
    ),
  );
}

export async function chooseDensity(form: FormData): Promise<void> {
  const density = form.get("density") === "comfortable" ? "comfortable" : "compact";
  await remember(form, (scope) => setPreference(scope, "density", density));
}

/** Four logs, or the interactive one alone. */
export async function chooseView(form: FormData): Promise<void> {
  const classic = form.get("view") === "classic";
  await remember(form, (scope) => setPreference(scope, "classicView", classic));
}

async function remember(form: FormData, choose: (scope: TenantScope) => Promise<void>): Promise<void> {
  await requireSameOrigin();
  const tenant = String(form.get("tenant") ?? "");
  const back = sameOriginPath(form.get("back")?.toString());
  const scope = await requireTenantScope(tenant).catch((error) => refuse(error, back ?? "/"));
  await choose(scope);
  // The frame around the page may depend on it too. Without a redirect the page is drawn again in its place, so that the
  // reader loses neither scroll nor focus.
  refresh();
  if (back !== undefined) redirect(back, RedirectType.replace);
}

function tickedOf(form: FormData): string[] {
  // A ticked box that cannot be changed is not sent.
  return [FIXED_COLUMN, ...form.getAll("column").map(String)];
}

function positionsOf(form: FormData): { key: string; position?: number }[] {
  return [...form.keys()]
    .filter((name) => name.startsWith(POSITION_PREFIX))
    .map((name) => {
      const position = Number.parseFloat(String(form.get(name)));
      return { key: name.slice(POSITION_PREFIX.length), ...(Number.isNaN(position) ? {} : { position }) };
    });
}

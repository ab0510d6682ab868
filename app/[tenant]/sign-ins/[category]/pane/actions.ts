"use server";

import { redirect } from "next/navigation";
import { categoryBySlug } from "@/lib/model/categories";
import { InvalidInputError } from "@/lib/model/errors";
import { parseInstant } from "@/lib/model/log-query-range";
import { isVerdict } from "@/lib/model/sign-in-marks";
import { flagSignIn } from "@/lib/services/sign-ins/flag-sign-in";
import { requireTenantScope } from "@/lib/web/current-session";
import { refusalOf } from "@/lib/web/refusal-of";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { sameOriginPath } from "@/lib/web/same-origin-path";

/** Marks a sign-in as the pressed button says, and goes back to its details, which tell the outcome. */
export async function flagAction(form: FormData): Promise<void> {
  await requireSameOrigin();
  const back = sameOriginPath(text(form, "back")) ?? "/";
  const refused = await tryToFlag(form);
  redirect(refused ? withParameter(back, "refused", refused) : back);
}

/** @returns why it was refused; undefined when it was done. @throws what is no refusal but a fault. */
async function tryToFlag(form: FormData): Promise<string | undefined> {
  try {
    const scope = await requireTenantScope(text(form, "tenant"));
    await flagSignIn(scope, addressOf(form), verdictOf(form));
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (!refusal) throw error;
    return refusal;
  }
}

function addressOf(form: FormData) {
  const category = categoryBySlug(text(form, "category"));
  const at = parseInstant(text(form, "at"), "UTC", "start");
  const id = text(form, "id");
  if (!category || !at || id === "") throw new InvalidInputError({ id: "The form does not name a sign-in." });
  return { category: category.slug, id, at };
}

function verdictOf(form: FormData) {
  const word = text(form, "verdict");
  if (word === "" || isVerdict(word)) return word || null;
  throw new InvalidInputError({ verdict: "The form does not name a verdict." });
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function withParameter(path: string, name: string, value: string): string {
  const [pathname = path, query] = path.split("?");
  const params = new URLSearchParams(query);
  params.set(name, value);
  return `${pathname}?${params}`;
}

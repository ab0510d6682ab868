"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { categoryBySlug } from "@/lib/model/categories";
import { InvalidInputError, NotFoundError, NotSignedInError } from "@/lib/model/errors";
import { parseInstant } from "@/lib/model/log-query-range";
import { isOwnAnswer } from "@/lib/model/sign-in-marks";
import { answerOwnSignIn } from "@/lib/services/own-sign-ins/answer-own-sign-in";
import { requireOwnScope } from "@/lib/web/current-session";
import { sealProblem } from "@/lib/web/form-problem";
import { requireSameOrigin } from "@/lib/web/same-origin";
import { sameOriginPath } from "@/lib/web/same-origin-path";

const PAGE = "/my-sign-ins";

/** Stores the answer of the pressed button and goes back to the page, which says what to do next. */
export async function answerAction(form: FormData): Promise<void> {
  await requireSameOrigin();
  const target = await targetOf(form);
  revalidatePath(PAGE);
  redirect(target);
}

async function targetOf(form: FormData): Promise<string> {
  const asked = sameOriginPath(textOf(form, "back")) ?? PAGE;
  const back = asked.split("?")[0] === PAGE ? asked : PAGE;
  try {
    const { address, answer } = read(form);
    await answerOwnSignIn(await requireOwnScope(), address, answer);
    return withParameter(back, "answered", answer);
  } catch (error) {
    if (error instanceof NotSignedInError) return `/sign-in?${new URLSearchParams({ callbackUrl: back })}`;
    if (error instanceof InvalidInputError || error instanceof NotFoundError) {
      return withParameter(back, "problem", sealProblem(error.message));
    }
    throw error;
  }
}

function read(form: FormData) {
  const category = categoryBySlug(textOf(form, "category"));
  const at = parseInstant(textOf(form, "at"), "UTC", "start");
  const id = textOf(form, "id");
  const answer = textOf(form, "answer");
  if (!category || !at || id === "") throw new InvalidInputError({ id: "The form does not name a sign-in." });
  if (!isOwnAnswer(answer)) throw new InvalidInputError({ answer: "The form does not say whether it was you." });
  return { address: { category: category.slug, id, at }, answer };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

function withParameter(path: string, name: string, value: string): string {
  const [pathname = path, query] = path.split("?");
  const params = new URLSearchParams(query);
  params.set(name, value);
  return `${pathname}?${params}`;
}

"use server";

import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { InvalidInputError } from "@/lib/model/errors";
import { dismissRejection, dismissRejections } from "@/lib/services/ingest/dismiss-rejections";
import { type RetryResult, retryRejection, retryRejections } from "@/lib/services/ingest/retry-rejections";
import { sealProblem } from "@/lib/web/form-problem";
import { act, textOf } from "../act";

/** One refused record when the form names it, otherwise all of the reason on the page. */
export async function retryAction(form: FormData): Promise<void> {
  const target = await act(form, "rejections", async (scope, path) => {
    const id = textOf(form, "rejectionId");
    const now = new Date();
    const result = id ? await retryRejection(scope, id, now) : await retryRejections(scope, { now, ...codeOf(form) });
    return withParams(path, form, outcome(result, id !== ""));
  });
  revalidatePath(target.split("?")[0] ?? target);
  redirect(target);
}

export async function dismissAction(form: FormData): Promise<void> {
  const target = await act(form, "rejections", async (scope, path) => {
    const id = textOf(form, "rejectionId");
    if (id) await dismissRejection(scope, id);
    const count = id ? 1 : await dismissRejections(scope, { until: untilOf(form), ...codeOf(form) });
    return withParams(path, id ? form : undefined, { dismissed: String(count) });
  });
  revalidatePath(target.split("?")[0] ?? target);
  redirect(target);
}

function outcome({ retried, rejected, errors }: RetryResult, isOne: boolean): Record<string, string> {
  const [first] = errors;
  if (isOne && first) return { problem: sealProblem(`It was refused again. ${first.message}`) };
  return { retried: String(retried), refused: String(rejected) };
}

/** Back to the reason that was looked at. */
function withParams(path: string, form: FormData | undefined, params: Record<string, string>): string {
  return `${path}?${new URLSearchParams({ ...(form ? codeOf(form) : {}), ...params })}`;
}

function codeOf(form: FormData): { code?: string } {
  const code = textOf(form, "code");
  return code ? { code } : {};
}

function untilOf(form: FormData): Date {
  const until = new Date(textOf(form, "until"));
  if (Number.isNaN(until.getTime())) throw new InvalidInputError({ until: "The form does not say until when." });
  return until;
}

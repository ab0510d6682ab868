/** What the forms of a tenant's pages have in common: where a form leads when what it asks for is not possible. */
import "server-only";
import { ConflictError, InvalidInputError, NotFoundError, NotSignedInError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { requireTenantScope } from "@/lib/web/current-session";
import { sealProblem } from "@/lib/web/form-problem";
import { requireSameOrigin } from "@/lib/web/same-origin";

/**
 * Does what a form asks for; where to go then. Back to its page, with the reason, when that cannot be done; to the
 * sign-in page when nobody is signed in. Only in a server action.
 * @throws what a page of its own says: a missing role or license, an outage.
 */
export async function act(
  form: FormData,
  page: string,
  work: (scope: TenantScope, path: string) => Promise<string>,
): Promise<string> {
  await requireSameOrigin();
  const path = `/${textOf(form, "tenant")}/${page}`;
  try {
    return await work(await requireTenantScope(textOf(form, "tenant")), path);
  } catch (error) {
    if (error instanceof NotSignedInError) return `/sign-in?${new URLSearchParams({ callbackUrl: path })}`;
    const told = error instanceof InvalidInputError || error instanceof ConflictError || error instanceof NotFoundError;
    if (told) return `${path}?${new URLSearchParams({ problem: sealProblem(error.message) })}`;
    throw error;
  }
}

export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

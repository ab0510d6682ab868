/** What may be saved as a view. */
import { z } from "zod";
import { databaseErrorCode } from "@/db/errors";
import { CATEGORIES, type CategorySlug } from "@/lib/model/categories";
import { ConflictError, InvalidInputError } from "@/lib/model/errors";
import { parseLogQuery } from "@/lib/model/log-query";
import { MAX_VIEW_NAME_LENGTH } from "@/lib/model/saved-views";
import type { TenantScope } from "@/lib/model/scope";
import { viewParams } from "@/lib/model/view-params";
import { authorizeFilter } from "../sign-ins/authorize-filter";

export const viewName = z
  .string("Name: text is needed.")
  .trim()
  .min(1, "Give the view a name.")
  .max(MAX_VIEW_NAME_LENGTH, `The name is too long; at most ${MAX_VIEW_NAME_LENGTH} characters.`)
  .regex(/^\P{Cc}*$/u, "The name holds a control character; only printable text is allowed.");

/** An address's parameters; anything of them that is no part of a view is left out. */
export const viewQuery = z.string("Query: text is needed.").max(8000, "The view is too long to be saved.");

/**
 * The parameters as they are stored: those that make up the view, in their usual order.
 * @throws InvalidInputError when the log cannot be shown with them; ForbiddenError or LicenseRequiredError when its
 *   saver may not use one of the filters.
 */
export function storedQuery(scope: TenantScope, category: CategorySlug, query: string, now: Date): string {
  const params = new URLSearchParams(query);
  const parsed = parseLogQuery(category, params, { now, zone: "UTC" });
  if (!parsed.ok) throw new InvalidInputError(parsed.problems);
  for (const key of CATEGORIES[category].filters) if (params.get(key)) authorizeFilter(scope, key);
  return viewParams(parsed.query, params).toString();
}

/** Runs what enters or renames a view. @throws ConflictError when its owner has another of that name. */
export async function refusingSameName<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const uniqueViolation = databaseErrorCode(error) === "23505";
    throw uniqueViolation ? new ConflictError(`There is a view named “${name}” already; choose another name.`) : error;
  }
}

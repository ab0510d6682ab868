import type { CategoryCode, CategoryDefinition, CategorySlug } from "./category";
import { interactive } from "./interactive";
import { managedIdentity } from "./managed-identity";
import { nonInteractive } from "./non-interactive";
import { servicePrincipal } from "./service-principal";

export type { CategoryDefinition, CategorySlug } from "./category";

/** Every log, in the order of the tabs. */
export const CATEGORIES = {
  interactive,
  "non-interactive": nonInteractive,
  "service-principal": servicePrincipal,
  "managed-identity": managedIdentity,
} satisfies Record<CategorySlug, CategoryDefinition>;

export const CATEGORY_SLUGS = Object.keys(CATEGORIES) as CategorySlug[];

/** The one log of the classic view. */
export const CLASSIC_LOG: CategorySlug = "interactive";

/** The category of an address segment, or undefined when there is no such log. */
export function categoryBySlug(slug: string): CategoryDefinition | undefined {
  return Object.hasOwn(CATEGORIES, slug) ? CATEGORIES[slug as CategorySlug] : undefined;
}

const BY_CODE = new Map(Object.values(CATEGORIES).map((category) => [category.code, category]));

/** The category of a stored code. @throws when the code is not one of ours. */
export function categoryByCode(code: number): CategoryDefinition {
  const category = BY_CODE.get(code as CategoryCode);
  if (!category) throw new Error(`Unknown category code ${code}`);
  return category;
}

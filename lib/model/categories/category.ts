/** What a log of one category is called, shows and can be filtered by. */
import type { ColumnKey } from "@/lib/model/columns";
import type { FilterKey } from "@/lib/model/filters";

export interface CategoryDefinition {
  /** The word in addresses: `/{tenant}/sign-ins/<slug>`. */
  slug: CategorySlug;
  /** The number stored in `category` columns; never reused for another meaning. */
  code: CategoryCode;
  label: string;
  /** One sentence: what counts as this kind of sign-in. */
  explanation: string;
  /** Who signs in here: decides how the principal columns and filters are called. */
  principal: "user" | "servicePrincipal" | "managedIdentity";
  /** The value of Graph's `signInEventTypes` for this category. */
  eventType: string;
  /** What makes sign-ins one group beside principal, address and error code. The interactive key only serves counting. */
  groupKey: readonly ("application" | "resource")[];
  /** Columns in their default order; the first is always the date. */
  columns: readonly ColumnKey[];
  /** What a reader may choose from, the default columns included. Empty: the columns are fixed. */
  optionalColumns: readonly ColumnKey[];
  filters: readonly FilterKey[];
}

export type CategorySlug = "interactive" | "non-interactive" | "service-principal" | "managed-identity";
export type CategoryCode = 1 | 2 | 3 | 4;

/** A value that a filter could take, from what is really in the tenant. */
export interface FilterSuggestion {
  /** As it stands in the address. */
  value: string;
  /** As it is shown. */
  label: string;
  /** What tells two of the same label apart: a user name, an id, a code. */
  detail?: string;
  /** Sign-ins of the range that have it; absent where that is not counted. */
  count?: number;
  /** Known in the tenant, but not in this log and range. */
  elsewhere?: boolean;
}

/** The signs under which `clientApp=legacy` is offered. */
export const LEGACY_CLIENTS_LABEL = "All legacy clients";

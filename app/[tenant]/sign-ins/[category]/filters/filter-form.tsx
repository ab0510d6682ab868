"use client";
/** Sets filters: a GET form whose address, with or without JavaScript, is the view with them in force. */
import { paramsKept } from "@/lib/model/log-query-href";
import { type FieldState, FilterField } from "./filter-field";

export interface FilterFormContext {
  /** The log's address without its query. */
  path: string;
  /** Its query now. */
  query: string;
  suggestHref: string;
}

interface FilterFormProps extends FilterFormContext {
  fields: readonly FieldState[];
}

export function FilterForm({ path, query, suggestHref, fields }: FilterFormProps) {
  const keys = fields.map(({ filterKey }) => filterKey);
  return (
    <form action={path} className="filter-form" data-soft="" method="get">
      <HiddenFields changed={keys} query={query} />
      {fields.map((field) => (
        <FilterField {...field} key={`${field.filterKey} ${field.given.join(" ")}`} suggestHref={suggestHref} />
      ))}
      <button className="button button-primary" type="submit">
        Apply
      </button>
    </form>
  );
}

/** What stays as it is when a form changes the given parameters. */
export function HiddenFields({ query, changed }: { query: string; changed: readonly string[] }) {
  return paramsKept(new URLSearchParams(query), changed).map(([key, value]) => (
    <input key={`${key} ${value}`} name={key} type="hidden" value={value} />
  ));
}

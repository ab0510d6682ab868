"use client";
/** Adds a filter: first the field, then its value. Without JavaScript each step is a page. */
import { useEffect, useRef, useState } from "react";
import { Icon } from "@/app/_components/icon";
import { groupFilters } from "@/lib/model/filter-groups";
import { type FilterKey, filterDefinition } from "@/lib/model/filters";
import type { FieldState } from "./filter-field";
import { FilterForm, type FilterFormContext, HiddenFields } from "./filter-form";
import { useHydrated } from "./use-suggestions";
import type { ListedValue } from "./value-input";

interface AddFilterProps extends FilterFormContext {
  /** The filters that the reader may use in this log. */
  offered: readonly FilterKey[];
  /** The one that the address asks for. */
  adding?: FilterKey;
  /** Its values, for a reader without JavaScript. */
  listed?: readonly ListedValue[];
  /** What the ids in filters are called. */
  names: Partial<Record<FilterKey, string>>;
}

export function AddFilter({ offered, adding, listed, names, ...context }: AddFilterProps) {
  const [chosen, setChosen] = useState<FilterKey | null>(adding ?? null);
  const menu = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    // The field's own form takes the place of the list; its focus went with that.
    if (chosen) menu.current?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
  }, [chosen]);
  const field = chosen && fieldOf(chosen, context.query, names, chosen === adding ? listed : undefined);
  return (
    <details
      className="menu filter-menu"
      onToggle={(event) => {
        if (!event.currentTarget.open) setChosen(null);
      }}
      open={adding !== undefined}
      ref={menu}
    >
      <summary className="button" data-filter-first="">
        <Icon name="plus" />
        Add filter
      </summary>
      <div>
        {field ? (
          <FilterForm {...context} fields={[field]} key={field.filterKey} />
        ) : (
          <FieldList {...context} offered={offered} onChoose={setChosen} />
        )}
      </div>
    </details>
  );
}

function fieldOf(
  filterKey: FilterKey,
  query: string,
  names: AddFilterProps["names"],
  listed: readonly ListedValue[] | undefined,
): FieldState {
  const given = new URLSearchParams(query).getAll(filterKey).filter((value) => value.trim() !== "");
  return { filterKey, given, name: names[filterKey], listed };
}

interface FieldListProps extends FilterFormContext {
  offered: readonly FilterKey[];
  onChoose: (key: FilterKey) => void;
}

/** The fields under their headings; typing narrows them. */
function FieldList({ path, query, offered, onChoose }: FieldListProps) {
  const hydrated = useHydrated();
  const [typed, setTyped] = useState("");
  const sought = typed.trim().toLowerCase();
  const fitting = offered.filter((key) => filterDefinition(key).label.toLowerCase().includes(sought));
  const best =
    fitting.find((key) => filterDefinition(key).label.toLowerCase().startsWith(sought)) ?? fitting[0] ?? null;
  return (
    <form action={path} className="field-list" method="get">
      <HiddenFields changed={[]} query={query} />
      {hydrated && (
        <div className="field">
          <input
            aria-label="Field to filter by"
            autoComplete="off"
            data-autofocus=""
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter") return;
              event.preventDefault();
              if (best) onChoose(best);
            }}
            placeholder="Which field?"
            type="text"
            value={typed}
          />
        </div>
      )}
      <div className="field-groups">
        {groupFilters(fitting).map(({ label, keys }) => (
          <fieldset key={label}>
            <legend>{label}</legend>
            {keys.map((key) => (
              <button
                data-best={sought !== "" && key === best ? "" : undefined}
                key={key}
                name="add"
                onClick={(event) => {
                  event.preventDefault();
                  onChoose(key);
                }}
                type="submit"
                value={key}
              >
                {filterDefinition(key).label}
              </button>
            ))}
          </fieldset>
        ))}
        {fitting.length === 0 && <p className="filter-hint">No filter is called that.</p>}
      </div>
    </form>
  );
}

"use client";
/** The form fields of one filter: how to compare, and with what. Its kind decides which; sent without JavaScript too. */
import { useId } from "react";
import { StatusMark } from "@/app/_components/status-mark";
import { FILTER_FIELDS } from "@/lib/model/filter-fields";
import { formFields, operatorOf, operatorsOf } from "@/lib/model/filter-operators";
import { type FilterDefinition, type FilterKey, type FilterKind, filterDefinition } from "@/lib/model/filters";
import type { Status } from "@/lib/model/status";
import { Problem } from "./problem";
import { type ListedValue, ValueInput } from "./value-input";

export interface FieldState {
  filterKey: FilterKey;
  /** The values as they stand in the address, usable or not. */
  given: readonly string[];
  /** What the thing is called whose id was given. */
  name?: string;
  problem?: string;
  /** Values to choose from where there is no JavaScript to ask for them. */
  listed?: readonly ListedValue[];
}

const PLACEHOLDERS: Partial<Record<FilterKind, string>> = {
  address: "10.1 or 10.1.0.0/16",
  exact: "The whole value",
  number: "A whole number",
};

interface FilterFieldProps extends FieldState {
  /** The address that suggests values, without filter and text. */
  suggestHref: string;
}

export function FilterField({ filterKey, given, name, problem, listed, suggestHref }: FilterFieldProps) {
  const id = useId();
  const definition = filterDefinition(filterKey);
  const fields = formFields(filterKey);
  const shown = operatorOf(filterKey, given);
  const described =
    [definition.hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ") || undefined;
  const isChoice = definition.kind === "oneOf";
  const { nameKind, facet } = FILTER_FIELDS[filterKey];
  const suggests = nameKind !== undefined || facet !== undefined;
  return (
    <fieldset aria-describedby={isChoice ? described : undefined} className="filter-field">
      <legend>{definition.label}</legend>
      <label className="field filter-operator">
        <span className="sr-only">How to compare</span>
        <select data-operator="" defaultValue={shown.operator} key={shown.operator} name={fields.operator}>
          {operatorsOf(definition).map(([operator, label]) => (
            <option key={operator} value={operator}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <div className="filter-value">
        {isChoice ? (
          <Choices definition={definition} given={shown.values} name={fields.value} />
        ) : (
          // Several values that are left out, each in a field of its own; an emptied one goes.
          (shown.values.length > 0 ? shown.values : [""]).map((value, index) => (
            <ValueInput
              described={described}
              given={value}
              invalid={problem !== undefined}
              key={value}
              label={definition.label}
              listed={listed}
              name={fields.value}
              named={index === 0 ? name : undefined}
              numeric={definition.kind === "number"}
              placeholder={PLACEHOLDERS[definition.kind]}
              suggestHref={suggests ? `${suggestHref}&filter=${filterKey}` : undefined}
            />
          ))
        )}
        <Problem id={`${id}-problem`} text={problem} />
        {definition.hint && (
          <p className="filter-hint" id={`${id}-hint`}>
            {definition.hint}
          </p>
        )}
      </div>
    </fieldset>
  );
}

interface ChoicesProps {
  definition: FilterDefinition;
  given: readonly string[];
  name: string;
}

function Choices({ definition, given, name }: ChoicesProps) {
  const type = definition.repeatable ? "checkbox" : "radio";
  return (
    <div className="filter-choices">
      {Object.entries(definition.options ?? {}).map(([value, label], index) => (
        <label key={value}>
          <input
            data-autofocus={index === 0 ? "" : undefined}
            defaultChecked={given.includes(value)}
            key={String(given.includes(value))}
            name={name}
            type={type}
            value={value}
          />
          {name === formFields("status").value ? <StatusMark label={label} tone={value as Status} /> : label}
        </label>
      ))}
    </div>
  );
}

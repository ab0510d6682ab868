/** The form control of a filter: its kind decides which. */

import { StatusMark } from "@/app/_components/status-mark";
import { type FilterDefinition, type FilterKey, type FilterKind, filterDefinition } from "@/lib/model/filters";
import type { Status } from "@/lib/model/status";
import type { LogView } from "./log-view";
import { Problem } from "./range-fields";

interface FilterControlProps {
  view: LogView;
  filterKey: FilterKey;
  /** Takes the room that is left in its row. */
  grow?: boolean;
  /** The key `f` goes here. */
  first?: boolean;
}

const PLACEHOLDERS: Partial<Record<FilterKind, string>> = {
  name: "starts with",
  facet: "starts with",
  exact: "exact",
  number: "exact",
  address: "10.1 or 10.1.0.0/16",
};

export function FilterControl({ view, filterKey, grow, first }: FilterControlProps) {
  const definition = filterDefinition(filterKey);
  const given = view.params.getAll(filterKey).filter((value) => value.trim() !== "");
  const problem = view.problems[filterKey];
  const choices = definition.kind === "oneOf" && definition.repeatable;
  return (
    <div className="filter-cell" data-grow={grow ? "" : undefined} data-used={given.length > 0 ? "" : undefined}>
      {choices ? (
        <Choices definition={definition} given={given} name={filterKey} />
      ) : (
        <OneField definition={definition} first={first} given={given[0] ?? ""} name={filterKey} problem={problem} />
      )}
      <Problem id={`${filterKey}-problem`} text={problem} />
    </div>
  );
}

interface OptionsProps {
  name: FilterKey;
  definition: FilterDefinition;
}

function OneField(props: OptionsProps & { given: string; problem?: string; first?: boolean }) {
  const { name, definition, given, problem, first } = props;
  const control = {
    "aria-describedby": problem && `${name}-problem`,
    "aria-invalid": problem ? true : undefined,
    id: `filter-${name}`,
    name,
  };
  return (
    <label
      className="field"
      data-active={given !== "" && !problem ? "" : undefined}
      data-invalid={problem ? "" : undefined}
      htmlFor={control.id}
      title={definition.hint}
    >
      <span>{definition.label}</span>
      {definition.kind === "oneOf" ? (
        <OneOf control={control} definition={definition} given={given} />
      ) : (
        <input
          {...control}
          autoCapitalize="none"
          autoComplete="off"
          data-filter-first={first ? "" : undefined}
          defaultValue={given}
          inputMode={definition.kind === "number" ? "numeric" : undefined}
          key={given}
          placeholder={PLACEHOLDERS[definition.kind]}
          spellCheck={false}
          type="text"
        />
      )}
    </label>
  );
}

interface OneOfProps {
  definition: FilterDefinition;
  given: string;
  control: { id: string; name: string };
}

function OneOf({ control, definition, given }: OneOfProps) {
  const options = Object.entries(definition.options ?? {});
  const negated = options.find(([value]) => given === `!${value}`);
  return (
    <select {...control} defaultValue={given} key={given}>
      <option value="">Any</option>
      {options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
      {negated && <option value={given}>Not {negated[1].toLowerCase()}</option>}
    </select>
  );
}

/** Ticked words match any of them; a negated choice from the address shows as the words it leaves. */
function Choices({ name, definition, given }: OptionsProps & { given: readonly string[] }) {
  const negated = given.length > 0 && given.every((value) => value.startsWith("!"));
  return (
    <fieldset className="choices">
      <legend className="sr-only">{definition.label}</legend>
      {Object.entries(definition.options ?? {}).map(([value, label]) => {
        const checked = negated ? !given.includes(`!${value}`) : given.includes(value);
        return (
          <label key={value}>
            <input defaultChecked={checked} key={String(checked)} name={name} type="checkbox" value={value} />
            <StatusMark label={label} tone={value as Status} />
          </label>
        );
      })}
    </fieldset>
  );
}

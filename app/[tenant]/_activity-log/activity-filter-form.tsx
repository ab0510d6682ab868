import type { ActivityFilter } from "@/lib/model/activity-filters";
import type { ActivitySurvey } from "@/lib/model/activity-view";
import { HiddenFields } from "../sign-ins/[category]/filters/filter-form";
import { Problem } from "../sign-ins/[category]/filters/problem";
import { type ActivityView, givenFor } from "./activity-log";

interface FormProps {
  view: ActivityView;
  /** The filters that the form sets. */
  keys: readonly string[];
  choices: ActivitySurvey["choices"];
  /** A filter can have fields in several places of a page: part of their ids. */
  place?: string;
}

/** Sets filters: a GET form whose fields are the parameters themselves. */
export function ActivityFilterForm({ view, keys, choices, place = "add" }: FormProps) {
  return (
    <form
      action={view.path}
      className="filter-form"
      data-many={keys.length > 2 && place === "add" ? "" : undefined}
      data-soft=""
      method="get"
    >
      <HiddenFields changed={keys} query={view.params.toString()} />
      {keys.map((key) => {
        const filter = view.filters[key];
        return (
          filter && (
            <Field
              filter={filter}
              given={givenFor(view, key)}
              id={`${place}-${key}`}
              key={`${key} ${givenFor(view, key).join(" ")}`}
              listed={choices[key] ?? []}
              name={key}
              problem={view.problems[key]}
            />
          )
        );
      })}
      <button className="button button-primary" type="submit">
        Apply
      </button>
    </form>
  );
}

interface FieldProps {
  id: string;
  name: string;
  filter: ActivityFilter;
  given: readonly string[];
  listed: readonly string[];
  problem?: string;
}

function Field({ id, name, filter, given, listed, problem }: FieldProps) {
  const { label, kind, options, hint } = filter;
  const describedBy = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(" ") || undefined;
  const described = { "aria-describedby": describedBy, "aria-invalid": problem ? true : undefined };
  return (
    <fieldset aria-describedby={kind === "oneOf" ? describedBy : undefined} className="filter-field">
      <legend>{label}</legend>
      <div className="filter-value">
        {kind === "oneOf" && <Choices given={given} name={name} options={options ?? {}} />}
        {kind === "listed" && (
          <label className="field" data-invalid={problem ? "" : undefined}>
            <span className="sr-only">{label}</span>
            <select {...described} defaultValue={given[0] ?? ""} name={name}>
              <option value="">Any</option>
              {[...new Set([...given.slice(0, 1), ...listed])].map((value) => (
                <option key={value}>{value}</option>
              ))}
            </select>
          </label>
        )}
        {(kind === "startsWith" || kind === "exact") && (
          <label className="field" data-invalid={problem ? "" : undefined}>
            <span className="sr-only">{label}</span>
            <input
              {...described}
              autoComplete="off"
              defaultValue={given[0] ?? ""}
              name={name}
              placeholder={kind === "exact" ? "The whole value" : "Starts with"}
              spellCheck={false}
              type="text"
            />
          </label>
        )}
        <Problem id={`${id}-problem`} text={problem} />
        {hint && (
          <p className="filter-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
    </fieldset>
  );
}

interface ChoicesProps {
  name: string;
  options: Readonly<Record<string, string>>;
  given: readonly string[];
}

function Choices({ name, options, given }: ChoicesProps) {
  return (
    <div className="filter-choices">
      {Object.entries(options).map(([value, label]) => (
        <label key={value}>
          <input defaultChecked={given.includes(value)} name={name} type="checkbox" value={value} />
          {label}
        </label>
      ))}
    </div>
  );
}

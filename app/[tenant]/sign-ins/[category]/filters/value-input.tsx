"use client";
/**
 * A text whose possible values are suggested from what is in the tenant: a combobox that asks while one types. Without
 * JavaScript it is a plain field, with a list where one came with the page.
 */
import { useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { FilterSuggestion } from "@/lib/model/filter-suggestions";
import { SuggestionList } from "./suggestion-list";
import { useHydrated, useSuggestions } from "./use-suggestions";

interface ValueInputProps {
  name: string;
  label: string;
  /** The text as it stands in the address, without its operator. */
  given: string;
  /** What the thing is called whose id that is. */
  named?: string;
  placeholder?: string;
  numeric?: boolean;
  invalid?: boolean;
  described?: string;
  /** Absent where nothing can be suggested. */
  suggestHref?: string;
  listed?: readonly ListedValue[];
}

/** A value in a list that came with the page. */
export interface ListedValue {
  value: string;
  label: string;
}

export function ValueInput(props: ValueInputProps) {
  const { name, label, given, named, placeholder, numeric, invalid, described, suggestHref, listed } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const hydrated = useHydrated();
  const [text, setText] = useState(given);
  /** The suggestion whose value is meant by the text. Only with JavaScript: without, the text must be what is sent. */
  const [picked, setPicked] = useState<FilterSuggestion | null>(named ? { value: given, label: named } : null);
  const [active, setActive] = useState(-1);
  const { suggestions, state, ask } = useSuggestions(suggestHref);
  const meant = hydrated ? picked : null;
  const open = suggestions.length > 0;

  const type = (typed: string) => {
    setText(typed);
    setPicked(null);
    setActive(-1);
    ask(typed);
  };
  const pick = (suggestion: FilterSuggestion) => {
    flushSync(() => setPicked(suggestion));
    compareWhole(input.current);
    input.current?.form?.requestSubmit();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && open) {
      event.preventDefault();
      setActive((now) => Math.min(Math.max(now + step, -1), suggestions.length - 1));
    }
    const chosen = suggestions[active];
    if (event.key === "Enter" && chosen) {
      event.preventDefault();
      pick(chosen);
    }
  };

  const combobox = hydrated &&
    suggestHref && {
      role: "combobox",
      "aria-activedescendant": active >= 0 ? `${id}-${active}` : undefined,
      "aria-autocomplete": "list" as const,
      "aria-controls": open ? `${id}-list` : undefined,
      "aria-expanded": open,
      onFocus: () => ask(meant ? "" : text),
      onKeyDown,
    };
  return (
    <>
      <div className="field" data-invalid={invalid ? "" : undefined}>
        <input
          aria-describedby={described}
          aria-invalid={invalid || undefined}
          aria-label={label}
          autoCapitalize="none"
          autoComplete="off"
          data-autofocus=""
          inputMode={numeric ? "numeric" : undefined}
          list={!hydrated && listed ? `${id}-data` : undefined}
          name={meant ? undefined : name}
          onChange={(event) => type(event.target.value)}
          placeholder={placeholder}
          ref={input}
          spellCheck={false}
          type="text"
          value={meant ? meant.label : text}
          {...combobox}
        />
        {meant && <input name={name} type="hidden" value={meant.value} />}
      </div>
      {!hydrated && listed && (
        <datalist id={`${id}-data`}>
          {listed.map((each) => (
            <option key={each.value} value={each.value}>
              {each.label}
            </option>
          ))}
        </datalist>
      )}
      {hydrated && suggestHref && (
        <SuggestionList active={active} id={id} onPick={pick} state={state} suggestions={suggestions} />
      )}
    </>
  );
}

/** A suggestion means that very thing, also where the reader was about to look for a part of a name. */
function compareWhole(input: HTMLInputElement | null): void {
  const operator = input?.closest("fieldset")?.querySelector<HTMLSelectElement>("select[data-operator]");
  if (operator?.value === "contains") operator.value = "is";
  if (operator?.value === "containsNot") operator.value = "isNot";
}

"use client";
import { useEffect, useRef } from "react";
import type { FilterSuggestion } from "@/lib/model/filter-suggestions";
import { formatCount } from "@/lib/model/format-number";
import type { SuggestionState } from "./use-suggestions";

interface SuggestionListProps {
  /** What the ids of list and options begin with. */
  id: string;
  suggestions: readonly FilterSuggestion[];
  state: SuggestionState;
  /** Index of the option that the keyboard is at; -1 for none. */
  active: number;
  onPick: (suggestion: FilterSuggestion) => void;
}

/** In room of its own, so that nothing moves when answers come. */
export function SuggestionList({ id, suggestions, state, active, onPick }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[aria-selected="true"]`)?.scrollIntoView({ block: "nearest" });
  });
  return (
    <div className="suggestions">
      {suggestions.length > 0 && (
        <div id={`${id}-list`} ref={list} role="listbox" tabIndex={-1}>
          {suggestions.map((suggestion, index) => (
            // The field keeps the focus and handles the keys.
            // biome-ignore lint/a11y/useKeyWithClickEvents: see above.
            // biome-ignore lint/a11y/useFocusableInteractive: see above.
            <div
              aria-selected={index === active}
              id={`${id}-${index}`}
              key={suggestion.value}
              onClick={() => onPick(suggestion)}
              onPointerDown={(event) => event.preventDefault()}
              role="option"
            >
              <span className="truncate">
                {suggestion.label}
                {suggestion.detail && <small>{suggestion.detail}</small>}
              </span>
              {suggestion.count !== undefined && <data value={suggestion.count}>{formatCount(suggestion.count)}</data>}
              {suggestion.elsewhere && <small>not in this range</small>}
            </div>
          ))}
        </div>
      )}
      <p className={suggestions.length > 0 ? "sr-only" : undefined} role="status">
        {describe(state, suggestions.length)}
      </p>
    </div>
  );
}

function describe(state: SuggestionState, count: number): string {
  switch (state) {
    case "answered":
      if (count === 0) return "Nothing in the tenant fits; the text is searched for as it stands.";
      return `${count} ${count === 1 ? "suggestion" : "suggestions"}`;
    case "failed":
      return "Suggestions cannot be read at the moment; the text is searched for as it stands.";
    default:
      return "";
  }
}

"use client";
/**
 * The search of the top bar: a form that works by itself, and suggests what is in the tenant while one types. A suggestion
 * leads to the thing at once.
 */
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { SuggestionList } from "@/app/[tenant]/sign-ins/[category]/filters/suggestion-list";
import { useHydrated, useSuggestions } from "@/app/[tenant]/sign-ins/[category]/filters/use-suggestions";
import type { FilterSuggestion } from "@/lib/model/filter-suggestions";

export function SearchBox({ tenant }: { tenant: string }) {
  const id = useId();
  const router = useRouter();
  const hydrated = useHydrated();
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { suggestions, state, ask } = useSuggestions(`/${tenant}/search/suggest?`);
  const listed = open && text.trim() !== "" ? suggestions : [];

  const type = (typed: string) => {
    setText(typed);
    setActive(-1);
    setOpen(true);
    ask(typed);
  };
  const pick = ({ value }: FilterSuggestion) => {
    setOpen(false);
    setText("");
    router.push(value);
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && listed.length > 0) {
      event.preventDefault();
      setActive((now) => Math.min(Math.max(now + step, -1), listed.length - 1));
    }
    const chosen = listed[active];
    if (event.key === "Enter" && chosen) {
      event.preventDefault();
      pick(chosen);
    }
    if (event.key === "Escape") {
      event.preventDefault();
      if (open && text !== "") setOpen(false);
      else event.currentTarget.blur();
    }
  };

  const combobox = hydrated && {
    role: "combobox",
    "aria-activedescendant": active >= 0 ? `${id}-${active}` : undefined,
    "aria-autocomplete": "list" as const,
    "aria-controls": listed.length > 0 ? `${id}-list` : undefined,
    "aria-expanded": listed.length > 0,
    onBlur: () => setOpen(false),
    onFocus: () => setOpen(true),
    onKeyDown,
  };
  return (
    <search className="top-search">
      <form action={`/${tenant}/search`} onSubmit={() => setOpen(false)}>
        <div className="field">
          <input
            aria-keyshortcuts="/"
            aria-label="Search"
            autoCapitalize="none"
            autoComplete="off"
            data-search=""
            name="q"
            onChange={(event) => type(event.target.value)}
            placeholder="Search anything"
            spellCheck={false}
            type="search"
            value={text}
            {...combobox}
          />
          <span aria-hidden="true" className="key-hint">
            /
          </span>
        </div>
      </form>
      {hydrated && open && text.trim() !== "" && (
        <div className="top-search-list">
          <SuggestionList active={active} id={id} onPick={pick} state={state} suggestions={suggestions} />
        </div>
      )}
    </search>
  );
}

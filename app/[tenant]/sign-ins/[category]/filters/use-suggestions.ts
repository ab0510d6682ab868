import { useEffect, useState, useSyncExternalStore } from "react";
import type { FilterSuggestion } from "@/lib/model/filter-suggestions";

/** Long enough not to ask for every letter; short enough not to be waited for. */
const PAUSE_MS = 120;

export type SuggestionState = "idle" | "answered" | "failed";

/**
 * Suggestions for a text, asked for while it is typed. An answer that was overtaken by another question is dropped.
 * @param href the address that answers, without the text; undefined where nothing is suggested.
 */
export function useSuggestions(href: string | undefined) {
  const [suggestions, setSuggestions] = useState<readonly FilterSuggestion[]>([]);
  const [state, setState] = useState<SuggestionState>("idle");
  const [text, ask] = useState<string | null>(null);

  useEffect(() => {
    if (href === undefined || text === null) return;
    const abort = new AbortController();
    const timer = window.setTimeout(async () => {
      const answer = await fetchSuggestions(`${href}&text=${encodeURIComponent(text)}`, abort.signal);
      if (abort.signal.aborted) return;
      setSuggestions(answer ?? []);
      setState(answer ? "answered" : "failed");
    }, PAUSE_MS);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [href, text]);
  return { suggestions, state, ask };
}

async function fetchSuggestions(href: string, signal: AbortSignal): Promise<FilterSuggestion[] | undefined> {
  try {
    const response = await fetch(href, { signal, headers: { accept: "application/json" } });
    if (!response.ok) return undefined;
    return ((await response.json()) as { suggestions: FilterSuggestion[] }).suggestions;
  } catch {
    return undefined;
  }
}

/** False in the HTML from the server and until its script runs. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
}

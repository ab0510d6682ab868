"use client";
import { useLayoutEffect, useRef } from "react";
import { firstInSight } from "@/app/_components/behaviour/row-keys";

/**
 * The rows in sight stay where they are while newer ones come in above them: browsers do that for blocks, not for rows of a
 * table. Who looks at the newest row sees what comes.
 * @param drawn changes whenever the page is drawn with other rows.
 * @returns what is to be called before.
 */
export function useKeptPlace(drawn: string | null): () => void {
  const kept = useRef<{ row: Element; top: number } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the effect is about that the page was drawn.
  useLayoutEffect(() => {
    const place = kept.current;
    kept.current = null;
    const box = place?.row.closest(".table-box");
    if (place && box) box.scrollTop += topOf(place.row) - place.top;
  }, [drawn]);
  return () => {
    const row = firstInSight();
    const isNewest = row === document.querySelector(".table-box tbody tr");
    kept.current = row && !isNewest ? { row, top: topOf(row) } : null;
  };
}

function topOf(row: Element): number {
  return row.getBoundingClientRect().top;
}

import { COUNT_CAP, type Count } from "@/lib/model/log-counts";

/** A number that was counted up to one beyond the cap. */
export function countOf(n: number): Count {
  return { n, complete: n <= COUNT_CAP };
}

/** The values of each field, each once and in order. */
export function choicesOf<Field extends string>(
  rows: readonly Readonly<Record<Field, string | null>>[],
): Record<Field, string[]> {
  const choices = {} as Record<Field, string[]>;
  for (const field of Object.keys(rows[0] ?? {}) as Field[]) {
    const values = new Set(rows.flatMap((row) => row[field] ?? []));
    choices[field] = [...values].sort((a, b) => a.localeCompare(b));
  }
  return choices;
}

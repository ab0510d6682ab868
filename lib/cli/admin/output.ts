/** What commands print: on stdout either text for people or, with --json, one document; everything else on stderr. */

export type Cell = string | number | boolean | null | undefined;

let result: { json: unknown; text: string } | undefined;

/** Sets the command's result: `json` is the document, `text` what a person reads. Printed once, at the end. */
export function setResult(json: unknown, text: string): void {
  result = { json, text };
}

/** Before a command: what an earlier one in this process came to is no answer to this one. */
export function forgetResult(): void {
  result = undefined;
}

/** Prints the result; resolves when stdout has taken all of it, so that a pipe is never cut. */
export async function printResult(asJson: boolean): Promise<void> {
  if (!result) return;
  const text = asJson ? JSON.stringify(result.json) : result.text;
  if (text !== "") await new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()));
}

/** Tells the person at the terminal what is going on. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Rows under their headings, columns aligned; numbers to the right. */
export function table(headings: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map((cell) => (cell === null || cell === undefined ? "–" : String(cell))));
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...texts.map((row) => (row[column] ?? "").length)),
  );
  const isNumber = headings.map((_, column) => rows.length > 0 && rows.every((row) => typeof row[column] === "number"));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (isNumber[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(headings), ...texts.map(line)].join("\n");
}

/** `label  value` lines. */
export function facts(rows: readonly (readonly [label: string, value: Cell])[]): string {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${label.padEnd(width)}  ${value ?? "–"}`).join("\n");
}

/** `1.5 GB`, `12 kB`. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(unit === 0 || value >= 100 ? 0 : 1)} ${units[unit]}`;
}

/** `2025-11-24 10:05:00Z` */
export function formatTime(at: Date | null): string | null {
  return at === null ? null : `${at.toISOString().slice(0, 19).replace("T", " ")}Z`;
}

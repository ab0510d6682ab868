/** Records with texts that are seldom written so, and conditions that each record must meet. */
import fc, { type Arbitrary } from "fast-check";
import type { ReportProperty } from "@/lib/model/reports/conditions";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";

const WORDS = [
  ...["Łuk", "É", "ЖУК", "İstanbul", "ΟΔΟΣ", "Straße", "太郎", "😀", "it's", "100%", 'a "quoted" one', "back\\slash"],
  ...["F47AF13E-AB", "two  blanks", "a\ttab", "None", "L".repeat(700), `${"é".repeat(511)}😀😀`],
];
const BLANKS = ["", "", " ", "\t ", "\u00a0"];

/** Texts with letters, blanks and lengths that are easily treated in two ways. */
export const oddText: Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(...BLANKS),
    // A `~` in front is what keys without an id begin with.
    fc.oneof(
      fc.constantFrom(...WORDS),
      fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => text.trim() !== "" && !/^\s*~/.test(text)),
    ),
    fc.constantFrom(...BLANKS),
  )
  .map((parts) => parts.join(""));

/** For each property that `eq` applies to and that the record has: that it has the value that it has. */
export function ownValues(properties: readonly ReportProperty[], record: JsonObject): string[] {
  return properties
    .filter(({ operators }) => operators.includes("eq"))
    .flatMap(({ path, kind }) => {
      const [list = "", ...inside] = path.split("/");
      return valuesAt(record, path.split("/")).map((value) => {
        const literal =
          kind === "time" || kind === "number" ? String(value) : `'${String(value).replaceAll("'", "''")}'`;
        return kind === "texts"
          ? `${list}/any(t: ${["t", ...inside].join("/")} eq ${literal})`
          : `${path} eq ${literal}`;
      });
    });
}

/** Filters that ask for all of the conditions, for few at a time where they are long: one may have 8,000 characters. */
export function joined(conditions: readonly string[]): string[] {
  const groups: string[][] = [[]];
  for (const condition of conditions) {
    const last = groups.at(-1)!;
    if ([...last, condition].join(" and ").length <= 7_000) last.push(condition);
    else groups.push([condition]);
  }
  return groups.map((group) => group.join(" and "));
}

function valuesAt(value: JsonValue | undefined, path: readonly string[]): JsonValue[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each) => valuesAt(each, path));
  const [first, ...rest] = path;
  if (first === undefined) return [value];
  return typeof value === "object" ? valuesAt((value as JsonObject)[first], rest) : [];
}

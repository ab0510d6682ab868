/** Random `$filter` texts: by the grammar, nearly by the grammar, and garbage. */
import fc, { type Arbitrary } from "fast-check";
import type { ReportProperty } from "@/lib/model/reports/conditions";

/** @param day on which there are records. */
export function randomFilter(properties: readonly ReportProperty[], day: string): Arbitrary<string> {
  const comparison = fc.constantFrom(...properties).chain((property) => comparisonWith(property, day));
  const joined = fc.letrec<{ node: string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      { weight: 3, arbitrary: comparison },
      fc.tuple(tie("node"), fc.constantFrom("and", "or"), tie("node")).map((parts) => parts.join(" ")),
      tie("node").map((node) => `(${node})`),
    ),
  })).node;
  const broken = fc
    .tuple(
      joined,
      fc.nat(),
      fc.nat({ max: 3 }),
      fc.constantFrom("", "'", "(", ")", " ", "ne ", "\0", "\ud800", "%", "é"),
    )
    .map(([text, at, cut, put]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + put + text.slice(place + cut);
    });
  return fc.oneof({ weight: 4, arbitrary: joined }, { weight: 3, arbitrary: broken }, fc.string({ unit: "binary" }));
}

const TEXTS = [
  "Ada Berg",
  "ada",
  "user-ada",
  "",
  "it''s",
  "\0",
  "\ud800",
  "\\",
  '"',
  "%",
  "~ada",
  "none",
  "NO",
  "İ",
  "hidden",
  "a\nb",
];

function comparisonWith({ path, kind, operators }: ReportProperty, day: string): Arbitrary<string> {
  const text = fc.oneof(
    fc.constantFrom(...TEXTS),
    fc.string({ unit: "binary" }).map((any) => any.replaceAll("'", "''")),
  );
  const value = {
    text: text.map((any) => `'${any}'`),
    texts: text.map((any) => `'${any}'`),
    number: fc.oneof(fc.constantFrom("0", "50126"), fc.integer().map(String)),
    time: fc.constantFrom(
      day,
      `${day}T10:00:00.2500001Z`,
      `${day}T12:00:00+14:00`,
      "0000-01-01T00:00:00Z",
      "9999-12-31T23:59:59.9999999-14:00",
    ),
  }[kind];
  return fc.tuple(fc.constantFrom(...operators), value).map(([operator, literal]) => {
    const [list = "", ...inside] = path.split("/");
    const subject = kind === "texts" ? ["t", ...inside].join("/") : path;
    const test = operator === "startsWith" ? `startsWith(${subject},${literal})` : `${subject} ${operator} ${literal}`;
    return kind === "texts" ? `${list}/any(t: ${test})` : test;
  });
}

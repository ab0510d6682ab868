import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("app/tokens.css", "utf8");
const colours = new Map(
  [...css.matchAll(/--color-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name = "", light = "", dark = ""]) => [name, { light, dark }],
  ),
);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(text: string, surface: string, theme: "light" | "dark"): number {
  const [one = 0, two = 0] = [text, surface].map((name) => luminance(colours.get(name)?.[theme] ?? "#000000"));
  return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
}

const SURFACES = ["canvas", "surface", "hover", "sunken", "accent-soft"];
const PAIRS = [
  ...["ink", "muted", "faint", "accent", "failure", "interrupted"].flatMap((text) =>
    SURFACES.map((surface) => [text, surface] as const),
  ),
  ["success", "surface"],
  ["success", "success-soft"],
  ["failure", "failure-soft"],
  ["interrupted", "interrupted-soft"],
  ["ink", "failure-soft"],
  ["ink", "interrupted-soft"],
  ["on-accent", "accent-fill"],
  ["on-accent", "accent-fill-hover"],
] as const;

describe("the colours", () => {
  it("are all read by this test, so that none escapes it", () => {
    const declared = css.match(/--color-(?!\*)[\w-]+:/g) ?? [];
    expect(colours.size).toBe(declared.length);
    for (const name of PAIRS.flat()) expect(colours.has(name), name).toBe(true);
  });

  it.each(["light", "dark"] as const)("give text a contrast of 4.5 on each surface it may stand on: %s", (theme) => {
    const weak = PAIRS.map(([text, surface]) => [text, surface, contrast(text, surface, theme)] as const)
      .filter(([, , ratio]) => ratio < 4.5)
      .map(([text, surface, ratio]) => `${text} on ${surface}: ${ratio.toFixed(2)}`);
    expect(weak).toEqual([]);
  });
});

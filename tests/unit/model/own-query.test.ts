import { expect, it } from "vitest";
import { ownQueryHref, parseOwnQuery } from "@/lib/model/own-query";

const NOW = new Date("2026-11-25T12:00:00Z");
const parse = (query: string, license: "free" | "premium_p1" = "premium_p1") =>
  parseOwnQuery(new URLSearchParams(query), { license, now: NOW });

it("without parameters everything is asked for that the license keeps", () => {
  for (const [license, from] of [
    ["premium_p1", "2026-10-26T00:00:00.000Z"],
    ["free", "2026-11-18T00:00:00.000Z"],
  ] as const) {
    const parsed = parse("", license);
    expect(parsed.ok && [parsed.query.range, parsed.query.from.toISOString()]).toEqual(["all", from]);
  }
});

it("an address says again what was asked for", () => {
  const address = "range=7d&failures=1&search=oslo+mail";
  const parsed = parse(address);
  expect(parsed.ok && ownQueryHref(parsed.query)).toBe(`/my-sign-ins?${address}`);
});

it.each([
  ["range=3y", "range"],
  ["failures=maybe", "failures"],
  [`search=${"x".repeat(101)}`, "search"],
  ["search=a%00b", "search"],
  ["older=a&newer=b", "older"],
])("%s is refused, and the parameter named", (query, name) => {
  const parsed = parse(query);
  expect(parsed.ok ? [] : Object.keys(parsed.problems)).toEqual([name]);
});

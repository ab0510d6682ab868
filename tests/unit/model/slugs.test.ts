import { describe, expect, it } from "vitest";
import { RESERVED_SLUGS, slugProblem } from "@/lib/model/slugs";

describe("tenant slugs", () => {
  it.each(["acorn", "a-b", "abc", "x9z", `a${"b".repeat(38)}c`])("%s may be a tenant's", (slug) => {
    expect(slugProblem(slug)).toBeUndefined();
  });

  it.each([
    ["", "empty"],
    ["ab", "shorter than 3"],
    [`a${"b".repeat(39)}c`, "longer than 40"],
    ["Acorn", "an upper-case letter"],
    ["9lives", "a digit first"],
    ["-acorn", "a dash first"],
    ["acorn-", "a dash last"],
    ["a_b", "an underscore"],
    ["a.b", "a dot"],
    ["acorn\n", "a line end"],
    ["åcorn", "a letter that is not ASCII"],
  ])("%j is refused: %s", (slug) => {
    expect(slugProblem(slug)).toMatch(/3 to 40 characters/);
  });

  it("a slug is never shaped like an id, with or without dashes", () => {
    expect(slugProblem("abcdef01-2345-6789-abcd-ef0123456789")).toMatch(/like an id/);
    expect(slugProblem("abcdef0123456789abcdef0123456789")).toMatch(/like an id/);
    expect(slugProblem("abcdef01-2345-6789-abcd-ef012345678")).toBeUndefined();
  });

  it("no word that the product's own addresses begin with is a tenant's", () => {
    const own = [
      "error",
      "sign-in",
      "my-sign-ins",
      "api",
      "ingest",
      "beta",
      "scim",
      "docs",
      "healthz",
      "readyz",
      "metrics",
    ];
    for (const word of own) expect(slugProblem(word), word).toMatch(/taken/);
    for (const word of RESERVED_SLUGS) expect(slugProblem(word), word).toBeDefined();
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SIGN_IN_FILTERS } from "@/lib/model/reports/sign-in-fields";
import { bindFilter } from "@/lib/odata/bind-filter";
import { parseFilter } from "@/lib/odata/parse-filter";
import { ODataProblem } from "@/lib/odata/problem";
import { randomFilter } from "@/tests/helpers/random-filter";

const TABLE = { type: "microsoft.graph.signIn", properties: SIGN_IN_FILTERS.beta, names: ["status"] };

function bound(text: string) {
  return bindFilter(parseFilter(text), TABLE);
}

describe("a filter", () => {
  it("binds and closer than or, and keeps the order", () => {
    const is = (value: string) => ({ kind: "is", field: "userId", operator: "eq", value });
    expect(bound("userId eq 'a' or userId eq 'b' and userId eq 'c'")).toEqual({
      kind: "any",
      of: [is("a"), { kind: "all", of: [is("b"), is("c")] }],
    });
  });

  it("reads doubled quotes, names in any letter case, and times of any zone", () => {
    expect(bound("USERID EQ 'it''s'")).toMatchObject({ field: "userId", value: "it's" });
    expect(bound("createdDateTime ge 2026-11-23T12:00:00.1234567+02:00")).toMatchObject({
      value: { ms: Date.UTC(2026, 10, 23, 10, 0, 0, 123), finer: true },
    });
  });

  it("nests only so deep, and is only so long", () => {
    const nested = (depth: number) => `${"(".repeat(depth)}userId eq 'a'${")".repeat(depth)}`;
    expect(bound(nested(50))).toMatchObject({ field: "userId" });
    expect(() => bound(nested(51))).toThrow("nest more than 50 deep");
    expect(() => bound(`userId eq '${"a".repeat(8_000)}'`)).toThrow("at most 8000");
    expect(() => bound(Array(201).fill("id eq 'a'").join(" or "))).toThrow("more than 200 comparisons");
  });

  it("is understood or refused with a place inside it: 100,000 of any kind", { timeout: 120_000 }, () => {
    let understood = 0;
    fc.assert(
      fc.property(randomFilter(SIGN_IN_FILTERS.beta, "2026-11-23"), (text) => {
        try {
          bound(text);
          understood++;
        } catch (error) {
          if (!(error instanceof ODataProblem)) throw error;
          const { position = 0 } = error;
          return position >= 0 && position <= text.length;
        }
        return true;
      }),
      { numRuns: 100_000 },
    );
    expect(understood).toBeGreaterThan(20_000);
  });
});

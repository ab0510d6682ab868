import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findSyntaxProblem } from "@/lib/records/json-syntax";

describe("findSyntaxProblem", () => {
  it.each([
    ['{"a":1,}', 7, '"}" stands where a key is due'],
    ["[1,2,]", 5, '"]" stands where a value is due'],
    ['{"a" 1}', 5, '"1" stands where a colon is due'],
    ['{"a":1 "b":2}', 7, "this string stands where a comma or end is due"],
    ['{"a":1}}', 7, '"}" stands after the end of the value'],
    ['{"a":[1,2', 9, "the text ends too early"],
    ['{"a":"x\ny"}', 5, "this string stands where a value is due"],
    ["hello", 0, '"h" stands where a value is due'],
    ["", 0, "the text ends too early"],
    ['{"a":01}', 5, '"0" stands where a value is due'],
  ])("names the place in %j", (text, offset, problem) => {
    expect(findSyntaxProblem(text)).toEqual({ offset, problem });
  });

  it("agrees with JSON.parse on what is JSON, also after a character was taken out or put in", () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", "]", "{", '"', ":", "1", "\\", "\n", " "), fc.nat(1))
      .map(([json, at, insert, cut]) => {
        const place = at % (json.length + 1);
        return json.slice(0, place) + insert + json.slice(place + cut);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        expect(findSyntaxProblem(text) === undefined, text).toBe(isJson(text));
      }),
      { numRuns: 500 },
    );
  });

  it("does not run out of stack on a text of megabytes", () => {
    expect(findSyntaxProblem(`{"a":"${"\\n x".repeat(500_000)}"`)?.problem).toBe("the text ends too early");
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

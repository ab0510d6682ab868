import { describe, expect, it } from "vitest";
import { readSearchText } from "@/lib/model/search-text";

const read = (typed: string) => {
  const answer = readSearchText(typed);
  if (!answer.ok) throw new Error(answer.problem);
  return answer.search;
};

describe("the text of a search", () => {
  it.each([
    ["  203.0.113.7 ", { address: "203.0.113.7", block: null }],
    ["[2001:DB8::0:1]", { address: "2001:db8::1", block: null }],
    ["::ffff:203.0.113.7", { address: "203.0.113.7", block: null }],
    ["203.0.113.77/24", { address: null, block: "203.0.113.0/24" }],
    ["2001:db8::1/32", { address: null, block: "2001:db8::/32" }],
    ["198.19.246.176:443", { address: "198.19.246.176" }],
    ["[2001:DB8::0:1]:443", { address: "2001:db8::1" }],
    ["203.0.113.", { address: null, block: null, isWord: true }],
    ["“Anna Berg”", { text: "Anna Berg", isWord: false }],
    ["{00000000-0000-4000-8000-00000000000A}", { isGuid: true, text: "00000000-0000-4000-8000-00000000000A" }],
    ["a\u0000b", { text: "a b" }],
    ["Read/Write 24", { block: null }],
    ["24/7", { block: null, text: "24/7" }],
    ["", { text: "", isWord: false }],
  ])("%j is understood", (typed, expected) => {
    expect(read(typed)).toMatchObject(expected);
  });

  it("may be an id in small letters, in capitals and without dashes", () => {
    const [small, capitals] = ["fde91a85-942d-4f2e-bb5f-9356a9480966", "FDE91A85-942D-4F2E-BB5F-9356A9480966"];
    expect(read(capitals).ids).toEqual([capitals, small]);
    expect(read(small).ids).toEqual([small, capitals]);
    expect(read("fde91a85942d4f2ebb5f9356a9480966")).toMatchObject({
      isGuid: true,
      ids: expect.arrayContaining([small, capitals]),
    });
    expect(read("Ada Berg").ids).toEqual([]);
  });

  it.each(["203.0.113.0/33", "10.1/16", "2001:db8::/129"])("says that %s is no block", (typed) => {
    expect(readSearchText(typed)).toEqual({ ok: false, problem: expect.stringContaining(`“${typed}” is no block`) });
  });

  it("is bounded, and says so", () => {
    expect(readSearchText("a".repeat(257))).toEqual({ ok: false, problem: expect.stringContaining("at most 256") });
  });
});

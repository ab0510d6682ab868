import { describe, expect, it } from "vitest";
import { JoinedText } from "@/db/joined-text";

const PARTS = [
  [],
  [""],
  ["one"],
  ["one", "two"],
  ["", "å", "", "日本 🔑"],
  [Buffer.from("å as bytes"), "and as text", Buffer.alloc(0)],
];

describe("JoinedText", () => {
  it.each(PARTS.map((parts) => [parts]))("writes the UTF-8 of %j joined, and nothing else", (parts) => {
    const joined = new JoinedText(parts, "\u001e");
    const expected = Buffer.from(parts.map(String).join("\u001e"));
    const target = Buffer.alloc(expected.length + 4, "#");
    expect(joined.byteLength).toBe(expected.length);
    expect(joined.copyTo(target, 2)).toBe(expected.length);
    expect(target.toString()).toBe(`##${expected}##`);
    expect(`${joined}`).toBe(expected.toString());
  });
});

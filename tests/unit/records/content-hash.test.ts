import { expect, it } from "vitest";
import { uuidOfText, uuidOfTexts } from "@/lib/records/content-hash";

it.each([
  ["nothing", []],
  ["one text", ["abc"]],
  ["several", ["a", "", "å 日本", "🔑"]],
  ["more than is put together at once", ["å".repeat(30_000), "b".repeat(50_000), "c"]],
])("hashes %s as the text that they make together", (_, texts) => {
  expect(uuidOfTexts(texts)).toBe(uuidOfText(texts.join("")));
});

it("hashes a text to the same as ever, as hashes are kept", () => {
  expect(uuidOfTexts(["ab", "c"])).toBe("ba7816bf-8f01-cfea-4141-40de5dae2223");
});

import { describe, expect, it } from "vitest";
import { uuidOfText } from "@/lib/records/content-hash";
import { TextArena } from "@/lib/services/ingest/text-arena";

const TEXTS = ["{}", '{"a":"é日本🎉"}', JSON.stringify({ long: "x".repeat(40_000) }), `{"b":"${"ü".repeat(5000)}"}`];

describe("an arena of texts", () => {
  it("gives back each of thousands of texts, over several chunks of memory", () => {
    const arena = new TextArena();
    const texts = Array.from({ length: 2000 }, (_, index) => `${index} ${TEXTS[index % TEXTS.length]}`);
    const held = texts.map((text) => arena.keep(text, "beside", uuidOfText).held);
    expect(held.map(String)).toEqual(texts);
    expect(held.map(({ length }) => length)).toEqual(texts.map((text) => Buffer.byteLength(text)));
  });

  it("hashes a text as the string and what stands beside it would be", () => {
    const arena = new TextArena();
    for (const text of TEXTS) expect(arena.keep(text, "ß", uuidOfText).hash).toBe(uuidOfText(`${text}\u001eß`));
  });

  it("holds a text that is larger than a chunk", () => {
    const text = "ü".repeat(600_000);
    const { held, hash } = new TextArena().keep(text, "", uuidOfText);
    expect(String(held)).toBe(text);
    expect(hash).toBe(uuidOfText(`${text}\u001e`));
  });

  it("uses its memory again only once it is cleared", () => {
    const arena = new TextArena();
    const first = arena.keep("first", "", uuidOfText).held;
    const second = arena.keep("second", "", uuidOfText).held;
    expect([String(first), String(second)]).toEqual(["first", "second"]);
    arena.clear();
    arena.keep("other", "", uuidOfText);
    expect(String(first)).toBe("other");
  });
});

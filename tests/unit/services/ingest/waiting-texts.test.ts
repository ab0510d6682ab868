import { describe, expect, it } from "vitest";
import { WaitingTexts } from "@/lib/services/ingest/waiting-texts";

/** Of all lengths up to some hundred kB, so that blocks fill up at every place, and some have memory of their own. */
const TEXTS = Array.from({ length: 400 }, (_, index) =>
  `${index} 🔑 Åse `.repeat(index % 50 === 0 ? 20_000 : index * 3),
);

describe("WaitingTexts", () => {
  it("holds an empty text before any other", () => {
    expect(new WaitingTexts().hold("").toString()).toBe("");
  });

  it("gives every text back as it was given, also in memory that others have used before", () => {
    const [one, other] = [new WaitingTexts(), new WaitingTexts()];
    for (let round = 0; round < 3; round++) {
      const held = TEXTS.map((text, index) => (index % 2 ? one : other).hold(`${round} ${text}`));
      expect(held.every((bytes, index) => bytes.toString() === `${round} ${TEXTS[index]}`)).toBe(true);
      one.release();
      const anew = TEXTS.map((text) => one.hold(`anew ${text}`));
      expect(anew.every((bytes, index) => bytes.toString() === `anew ${TEXTS[index]}`)).toBe(true);
      const waiting = held.filter((_, index) => index % 2 === 0);
      expect(waiting.every((bytes, index) => bytes.toString() === `${round} ${TEXTS[index * 2]}`)).toBe(true);
      one.release();
      other.release();
    }
  });
});

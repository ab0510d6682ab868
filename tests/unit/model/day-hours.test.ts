import { describe, expect, it } from "vitest";
import { hourBit, hoursOfDay } from "@/lib/model/day-hours";

const DAY = new Date("2026-11-24T00:00:00Z");
const at = (text: string) => new Date(`2026-11-24T${text}Z`);
const written = (bits: number) => hoursOfDay(DAY, bits).map(({ from, to }) => [from.toISOString(), to.toISOString()]);

describe("hours of a day", () => {
  it.each([
    ["00:00:00", 0],
    ["00:59:59.999", 0],
    ["13:00:00", 13],
    ["23:59:59", 23],
  ])("have a bit each: %s is number %i", (text, hour) => {
    expect(hourBit(at(text))).toBe(2 ** hour);
  });

  it("are joined where they follow each other, oldest first, the last up to midnight", () => {
    const bits = ["22:10:00", "03:00:00", "23:00:00", "05:30:00", "04:00:00"].reduce(
      (all, text) => all | hourBit(at(text)),
      0,
    );
    expect(written(bits)).toEqual([
      ["2026-11-24T03:00:00.000Z", "2026-11-24T06:00:00.000Z"],
      ["2026-11-24T22:00:00.000Z", "2026-11-25T00:00:00.000Z"],
    ]);
  });

  it("are none without a bit, and one stretch where all are set, as before they were kept", () => {
    expect(written(0)).toEqual([]);
    expect(written(16_777_215)).toEqual([["2026-11-24T00:00:00.000Z", "2026-11-25T00:00:00.000Z"]]);
  });
});

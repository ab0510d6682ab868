import { describe, expect, it } from "vitest";
import { dayBit, dayBits } from "@/lib/model/day-bits";

const at = (day: string) => new Date(`${day}T00:00:00Z`);

describe("days as bits", () => {
  it("has the bits of each day in a range", () => {
    const days = ["2026-10-31", "2026-11-01", "2026-11-02"].map(dayBit);
    const [first = 0n, second = 0n, third = 0n] = days;
    expect(dayBits({ from: at("2026-10-31"), to: at("2026-11-03") })).toBe(first | second | third);
  });

  it("counts a day that begins inside the range only", () => {
    const range = { from: new Date("2026-10-31T00:00:01Z"), to: new Date("2026-11-02T00:00:00Z") };
    expect(dayBits(range)).toBe(dayBit("2026-11-01"));
    expect(dayBits({ from: at("2026-11-02"), to: at("2026-11-02") })).toBe(0n);
  });

  it("fits PostgreSQL's signed bigint on each of 64 days, which all differ", () => {
    const bits = Array.from({ length: 64 }, (_, day) => dayBit(new Date(day * 86_400_000).toISOString().slice(0, 10)));
    expect(new Set(bits).size).toBe(64);
    expect(bits.every((bit) => BigInt.asIntN(64, bit) === bit)).toBe(true);
  });
});

import { describe, expect, it } from "vitest";
import { dayBit, dayBits } from "@/lib/model/day-bits";

const at = (day: string) => new Date(`${day}T00:00:00Z`);

describe("days as bits", () => {
  it("has the bit of each day of an interval, the end not included", () => {
    const [first = 0n, second = 0n, third = 0n] = ["2026-10-31", "2026-11-01", "2026-11-02"].map(dayBit);
    expect(dayBits({ from: at("2026-10-31"), to: at("2026-11-03") })).toBe(String(first | second | third));
    expect(dayBits({ from: at("2026-11-02"), to: at("2026-11-02") })).toBe("0");
  });

  it("fits PostgreSQL's signed bigint on each of 64 days, which all differ", () => {
    const bits = Array.from({ length: 64 }, (_, day) => dayBit(new Date(day * 86_400_000).toISOString().slice(0, 10)));
    expect(new Set(bits).size).toBe(64);
    expect(bits.every((bit) => BigInt.asIntN(64, bit) === bit)).toBe(true);
  });
});

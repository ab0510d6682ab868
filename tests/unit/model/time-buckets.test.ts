import { describe, expect, it } from "vitest";
import { timeBuckets } from "@/lib/model/time-buckets";

const at = (text: string) => new Date(text);

describe("the bars of a range", () => {
  it.each([
    ["a day in hours", "2026-11-24T14:20:00Z", "2026-11-25T14:20:00Z", "UTC", 25],
    ["a week in quarters of local days", "2026-11-18T14:20:00Z", "2026-11-25T14:20:00Z", "Europe/Oslo", 29],
    ["a month in local days", "2026-10-26T14:20:00Z", "2026-11-25T14:20:00Z", "Europe/Oslo", 31],
    ["an hour in minutes", "2026-11-25T13:20:00Z", "2026-11-25T14:20:00Z", "UTC", 60],
    ["a month over a change of clocks", "2026-10-20T00:00:00Z", "2026-11-19T00:00:00Z", "Europe/Oslo", 31],
  ])("are %s", (_, from, to, zone, bars) => {
    const buckets = timeBuckets({ from: at(from), to: at(to) }, at("2026-11-25T14:20:00Z"), zone);
    expect(buckets.length).toBe(bars);
    expect(buckets[0]?.from).toEqual(at(from));
    expect(buckets.at(-1)?.to).toEqual(at(to));
    for (const [index, bucket] of buckets.entries()) {
      expect(bucket.from < bucket.to).toBe(true);
      if (index > 0) expect(bucket.from).toEqual(buckets[index - 1]?.to);
    }
  });

  it("of days begin at local midnight, also after the clocks changed", () => {
    const buckets = timeBuckets(
      { from: at("2026-10-20T00:00:00Z"), to: at("2026-11-19T00:00:00Z") },
      at("2026-11-25T00:00:00Z"),
      "Europe/Oslo",
    );
    expect(buckets[1]?.from.toISOString()).toBe("2026-10-20T22:00:00.000Z");
    expect(buckets.at(-1)?.from.toISOString()).toBe("2026-11-18T23:00:00.000Z");
  });

  it("give what lies ahead to the last bar, and none to an empty range", () => {
    const now = at("2026-11-25T14:20:00Z");
    const buckets = timeBuckets({ from: at("2026-11-24T14:20:00Z"), to: at("2026-11-26T14:20:00Z") }, now, "UTC");
    expect(buckets.length).toBe(25);
    expect(buckets.at(-1)).toEqual({ from: at("2026-11-25T14:00:00Z"), to: at("2026-11-26T14:20:00Z") });
    expect(timeBuckets({ from: now, to: now }, now, "UTC")).toEqual([]);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stretchesHolding } from "@/db/queries/sign-ins/counted-steps";
import { type Interval, joinIntervals } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";

const DIRECTIONS = ["older", "newer"] as const;
const at = (hour: number) => new Date(hour * HOUR_MS);
const holds = ({ from, to }: Interval, second: number) => from.getTime() <= second && second < to.getTime();

/** Seconds at which sign-ins lie, many of them in few hours. */
const anySeconds = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 3599 })).map(([hour, s]) => hour ** 2 * 3600 + s),
  { maxLength: 60 },
);

/** Some hours, and some stretches of minutes. */
const anyIntervals = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(1, 40, 60, 6_000, 60_000)), { maxLength: 12 })
  .map((minutes) =>
    joinIntervals(
      minutes.map(([from, n]) => ({ from: new Date(from * 60_000), to: new Date((from + n) * 60_000 + 1000) })),
    ),
  );

const anySize = fc.integer({ min: 1, max: 50 });
const anyDirection = fc.constantFrom(...DIRECTIONS);

/** Whole seconds, none empty, the older ones first and none in another. */
function expectOrder(stretches: readonly Interval[]): void {
  for (const [index, { from, to }] of stretches.entries()) {
    expect(from < to && from.getTime() % 1000 === 0 && to.getTime() % 1000 === 0).toBe(true);
    const next = stretches[index + 1];
    if (next) expect(to <= next.from).toBe(true);
  }
}

function hoursOf(seconds: readonly number[]) {
  const counts = new Map<number, number>();
  for (const second of seconds) {
    const hour = Math.floor(second / 3600);
    counts.set(hour, (counts.get(hour) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => a - b).map(([hour, n]) => ({ hour: at(hour), n }));
}

function sizesOf(hours: readonly [number, number][], most: number, interval = { from: at(0), to: at(1000) }) {
  const counted = hours.map(([hour, n]) => ({ hour: at(hour), n }));
  return [...stretchesHolding([interval], counted, "older", { size: most })].map(({ from, to, n }) => [
    from.getTime() / HOUR_MS,
    to.getTime() / HOUR_MS,
    n,
  ]);
}

describe("the stretches of a search by number", () => {
  it("hold every sign-in of the intervals once, in the order of reading", () => {
    fc.assert(
      fc.property(anySeconds, anyIntervals, anySize, anyDirection, (seconds, intervals, size, direction) => {
        const stretches = [...stretchesHolding(intervals, hoursOf(seconds), direction, { size })];
        expectOrder(direction === "newer" ? stretches : [...stretches].reverse());
        for (const second of seconds.map((each) => each * 1000)) {
          const isWanted = intervals.some((interval) => holds(interval, second));
          const holding = stretches.filter((stretch) => holds(stretch, second)).length;
          if (isWanted) expect(holding).toBe(1);
          else expect(holding).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("begin and end inside the interval, with hours that hold any", () => {
    fc.assert(
      fc.property(anySeconds, anyIntervals, anySize, anyDirection, (seconds, [interval], size, direction) => {
        fc.pre(interval !== undefined);
        const hours = hoursOf(seconds).map(({ hour }) => ({ from: hour, to: new Date(hour.getTime() + HOUR_MS) }));
        for (const { from, to } of stretchesHolding([interval], hoursOf(seconds), direction, { size })) {
          expect(from >= interval.from && to <= interval.to).toBe(true);
          expect(hours.some((hour) => hour.from <= from && from < hour.to)).toBe(true);
          expect(hours.some((hour) => hour.from < to && to <= hour.to)).toBe(true);
        }
      }),
    );
  });

  it("are one for a month with few sign-ins, whatever hours and intervals they lie in", () => {
    const hours = Array.from({ length: 250 }, (_, index) => ({ hour: at(index * 3), n: 1 }));
    const parts = hours.slice(0, 200).map(({ hour }) => ({ from: hour, to: new Date(hour.getTime() + HOUR_MS) }));
    for (const direction of DIRECTIONS) {
      expect([...stretchesHolding(parts, hours, direction, { size: 250 })]).toEqual([
        { from: at(0), to: at(598), n: 200 },
      ]);
    }
  });

  it("hold as many as fit, skip what is empty, and cut an hour that holds more", () => {
    const hours: [number, number][] = [
      [1, 40],
      [2, 60],
      [500, 10],
      [600, 250],
    ];
    expect(sizesOf(hours, 100)).toEqual([
      [600 + 2 / 3, 601, 84],
      [600 + 1 / 3, 600 + 2 / 3, 84],
      [500, 600 + 1 / 3, 94],
      [1, 3, 100],
    ]);
    expect(sizesOf(hours, 1_000)).toEqual([[1, 601, 360]]);
    expect(sizesOf([], 100)).toEqual([]);
    // Never finer than a second.
    const second = { from: at(600), to: new Date(at(600).getTime() + 1000) };
    expect(sizesOf([[600, 3_600_000]], 10, second)).toHaveLength(1);
  });

  it("do not read together what lies on two sides of too much", () => {
    const hours = [1, 2, 3].map((hour) => ({ hour: at(hour), n: hour === 2 ? 100 : 5 }));
    const intervals = [
      { from: at(1), to: at(2) },
      { from: at(3), to: at(4) },
    ];
    expect([...stretchesHolding(intervals, hours, "newer", { size: 50 })]).toHaveLength(2);
    expect([...stretchesHolding(intervals, hours, "newer", { size: 110 })]).toHaveLength(1);
  });

  it("grow with the size of the moment", () => {
    const hours = Array.from({ length: 8 }, (_, index) => ({ hour: at(index), n: 10 }));
    const most = { size: 10 };
    const counts: number[] = [];
    for (const { n } of stretchesHolding([{ from: at(0), to: at(8) }], hours, "older", most)) {
      counts.push(n);
      most.size *= 2;
    }
    expect(counts).toEqual([10, 20, 40, 10]);
  });
});

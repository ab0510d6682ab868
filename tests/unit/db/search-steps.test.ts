import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StepLength, stepsThrough } from "@/db/queries/sign-ins/search-steps";
import { type Interval, joinIntervals } from "@/lib/model/intervals";
import { HOUR_MS } from "@/lib/model/retention";

const lengthOf = (pieces: readonly Interval[]) =>
  pieces.reduce((sum, { from, to }) => sum + to.getTime() - from.getTime(), 0);

const anyIntervals = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 30 })), { maxLength: 20 })
  .map((hours) =>
    joinIntervals(hours.map(([at, n]) => ({ from: new Date(at * HOUR_MS), to: new Date((at + n) * HOUR_MS) }))),
  );

describe("the steps of a search", () => {
  it("give every instant once, in the order of reading, and no more at once than the length of that moment", () => {
    fc.assert(
      fc.property(anyIntervals, fc.constantFrom("older" as const, "newer" as const), (intervals, direction) => {
        const length = { ms: HOUR_MS / 2 };
        const pieces: Interval[] = [];
        for (const step of stepsThrough(intervals, direction, length)) {
          expect(lengthOf(step)).toBeLessThanOrEqual(length.ms);
          pieces.push(...step);
          length.ms *= 2;
        }
        const starts = pieces.map(({ from }) => from.getTime());
        expect(starts).toEqual([...starts].sort((a, b) => (direction === "newer" ? a - b : b - a)));
        expect(joinIntervals(pieces)).toEqual(intervals);
        expect(lengthOf(pieces)).toBe(lengthOf(intervals));
      }),
    );
  });

  it("grow while they are quick, further where an index leads to the matches", async () => {
    const [checked, indexed] = [new StepLength(false), new StepLength(true)];
    for (let run = 0; run < 10; run++) for (const each of [checked, indexed]) await each.run(async () => {});
    expect([checked.ms, indexed.ms]).toEqual([48 * HOUR_MS, 16 * 24 * HOUR_MS]);
  });
});

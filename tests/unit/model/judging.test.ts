import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Arrival,
  forgetBefore,
  judgeArrivals,
  type Memory,
  NO_MEMORY,
  oldestOf,
  settleDraft,
} from "@/lib/model/judging";
import { DAY_MS } from "@/lib/model/retention";
import { compareTraces, findUnusual, type Trace, traceKey, type Unusual } from "@/lib/model/unusual";
import { UNUSUAL } from "@/lib/model/unusual-limits";

const START = Date.parse("2026-11-01T08:00:00Z");

const anyTrace = fc
  .record({
    number: fc.integer({ min: 0, max: 400 }),
    category: fc.constantFrom(1, 2),
    status: fc.constantFrom("success", "failure", "failure", "failure", "interrupted"),
    country: fc.integer({ min: 0, max: 60 }).map((n) => (n < 30 ? "NO" : `C${n}`)),
    deviceId: fc.integer({ min: 0, max: 60 }).map((n) => (n < 30 ? "laptop" : `phone ${n}`)),
    browser: fc.constantFrom("Firefox 128", "Edge 130"),
    denied: fc.constantFrom(false, false, true),
  })
  .map(
    ({ number, ...fields }): Trace => ({
      // Bursts of a minute each, hours apart.
      ...{ ...fields, id: `t${number}`, atMs: START + Math.floor(number / 20) * 0.7 * DAY_MS + (number % 20) * 60_000 },
      ...{ status: fields.status as Trace["status"], city: null, os: "Windows 10", address: null },
    }),
  );
const anyHistory = fc.uniqueArray(anyTrace, { selector: traceKey, minLength: 40, maxLength: 200, size: "max" });

/** The marks that are stored after batches came in, when what comes too late is judged from the beginning. */
function judgeInBatches(batches: readonly (readonly Trace[])[]): Map<string, readonly Unusual[]> {
  let memory: Memory = NO_MEMORY;
  const all: Trace[] = [];
  const marks = new Map<string, readonly Unusual[]>();
  const take = (from: Memory, arrivals: readonly Arrival[], fromMs?: number) => {
    const draft = judgeArrivals(from, arrivals, fromMs);
    const settled = settleDraft(draft, new Map());
    // As it is kept: as text.
    memory = JSON.parse(JSON.stringify(settled.memory)) as Memory;
    for (const { trace, reasons } of settled.changed) marks.set(traceKey(trace), reasons);
    return draft.lateMs;
  };
  for (const batch of batches) {
    all.push(...batch);
    const lateMs = take(
      memory,
      batch.map((trace) => ({ trace, stored: [] })),
    );
    if (lateMs === undefined) continue;
    const history = all.map((trace) => ({ trace, stored: marks.get(traceKey(trace)) ?? [] }));
    take(NO_MEMORY, history, lateMs);
  }
  return new Map([...marks].filter(([, reasons]) => reasons.length > 0));
}

function cut<T>(items: readonly T[], sizes: readonly number[]): T[][] {
  const batches: T[][] = [];
  let from = 0;
  for (let index = 0; from < items.length; index++) {
    const size = sizes[index % sizes.length] as number;
    batches.push(items.slice(from, from + size));
    from += size;
  }
  return batches;
}

describe("sign-ins judged as they arrive", () => {
  it("have the marks of the whole history judged at once, whatever the batches and their order", () => {
    let marked = 0;
    fc.assert(
      fc.property(
        anyHistory,
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }),
        (history, sizes) => {
          const { reasons } = findUnusual(history.toSorted(compareTraces));
          marked += reasons.size;
          expect(judgeInBatches(cut(history, sizes))).toEqual(reasons);
          expect(judgeInBatches(cut(history.toSorted(compareTraces), sizes))).toEqual(reasons);
        },
      ),
      { numRuns: 60 },
    );
    expect(marked).toBeGreaterThan(100);
  });

  it("remember a bounded number of them as they came", () => {
    const history = fc.sample(anyTrace, { numRuns: 300, seed: 3 });
    const { memory } = settleDraft(
      judgeArrivals(
        NO_MEMORY,
        history.map((trace) => ({ trace, stored: [] })),
      ),
      new Map(),
    );
    expect(memory.recent.length).toBe(UNUSUAL.recentRows);
    expect(memory.settledTo).not.toBeNull();
  });

  it("before a change keep the marks that they have, also where less is known by now", () => {
    const trace = (day: number, country: string): Trace => ({
      ...{ category: 1, id: `day ${day}`, atMs: START + day * DAY_MS, status: "success", country, city: null },
      ...{ deviceId: null, os: null, browser: null, address: null, denied: false },
    });
    const stored: Unusual[] = [{ kind: "country" }];
    const arrivals = [
      { trace: trace(1, "NO"), stored },
      { trace: trace(2, "NO"), stored },
    ];
    const { changed } = settleDraft(judgeArrivals(NO_MEMORY, arrivals, START + 2 * DAY_MS), new Map());
    expect(changed).toEqual([{ trace: arrivals[1]?.trace, reasons: [] }]);
  });
});

describe("what is past its time", () => {
  const remembering = (history: readonly Trace[]) =>
    settleDraft(
      judgeArrivals(
        NO_MEMORY,
        history.map((trace) => ({ trace, stored: [] })),
      ),
      new Map(),
    ).memory;

  it("is remembered no longer, whatever it was", () => {
    fc.assert(
      fc.property(anyHistory, fc.integer({ min: 0, max: 16 }), (history, days) => {
        const beforeMs = START + days * DAY_MS;
        const left = forgetBefore(remembering(history), beforeMs);
        if (left) expect(oldestOf(left)).toBeGreaterThanOrEqual(beforeMs);
        if (history.every(({ atMs }) => atMs < beforeMs)) expect(left).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

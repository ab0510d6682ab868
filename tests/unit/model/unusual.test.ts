import { describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/model/retention";
import { impossibleTravel } from "@/lib/model/travel";
import { findUnusual, type Trace, traceKey } from "@/lib/model/unusual";

const START = new Date("2026-11-01T08:00:00Z");
const MINUTE = 1 / 1440;
let made = 0;

/** @param day since the start, with fractions. */
function trace(day: number, fields: Partial<Trace> = {}): Trace {
  return {
    id: `t${++made}`,
    atMs: START.getTime() + Math.round(day * DAY_MS),
    category: 1,
    status: "success",
    country: "NO",
    city: "Oslo",
    deviceId: null,
    os: "Windows 10",
    browser: "Firefox 128.0",
    address: "192.0.2.10",
    denied: false,
    ...fields,
  };
}

/** As many ordinary successes, spread evenly over the days before `until`. */
function usual(count: number, until: number): Trace[] {
  return Array.from({ length: count }, (_, index) => trace((until * index) / count));
}

function kindsOf(history: readonly Trace[], subject: Trace): string[] {
  return (findUnusual(history).reasons.get(traceKey(subject)) ?? []).map(({ kind }) => kind);
}

describe("a new country or device", () => {
  const abroad = { country: "BR", city: "Recife", address: "203.0.113.9" };

  it("is unusual after 10 successes and 7 days, and not before either", () => {
    for (const [successes, days, found] of [
      [10, 7, ["country"]],
      [9, 7, []],
      [10, 6.9, []],
    ] as const) {
      const subject = trace(days, abroad);
      expect(kindsOf([...usual(successes, days), subject], subject)).toEqual(found);
    }
  });

  it("is usual the second time, also when the first attempts there failed", () => {
    const [failed, first, second] = [
      trace(8, { ...abroad, status: "failure" }),
      trace(8.1, abroad),
      trace(8.2, abroad),
    ] as const;
    const history = [...usual(12, 8), failed, first, second];
    expect([failed, first, second].map((each) => kindsOf(history, each))).toEqual([["country"], ["country"], []]);
  });

  it("stays unusual when the person said that the first was not them", () => {
    const [first, second] = [trace(8, { ...abroad, denied: true }), trace(8.1, abroad)];
    expect(kindsOf([...usual(12, 8), first, second], second)).toEqual(["country"]);
  });

  it("is told by what the device runs, whatever the version, and by its id where it has one", () => {
    for (const [fields, found] of [
      [{ browser: "Firefox 131.0.2" }, []],
      [{ browser: "Chrome 130" }, ["device"]],
      [{ os: null, browser: null }, []],
      [{ deviceId: "laptop-2" }, ["device"]],
      [{ deviceId: "LAPTOP-1" }, []],
    ] as const) {
      const subject = trace(8, fields);
      expect(kindsOf([...usual(12, 8), trace(7.9, { deviceId: "laptop-1" }), subject], subject)).toEqual(found);
    }
  });

  it("is told of whoever changes devices all the time, too: the longest unused are forgotten", () => {
    const many = Array.from({ length: 250 }, (_, index) => trace(1 + index / 50, { deviceId: `device-${index}` }));
    const [forgotten, known] = [trace(8, { deviceId: "device-3" }), trace(8.1, { deviceId: "device-200" })];
    const history = [...usual(12, 1), ...many, forgotten, known];
    expect([forgotten, known].map((each) => kindsOf(history, each))).toEqual([["device"], []]);
  });

  it("is not looked for in what was not recorded", () => {
    const subject = trace(8, { country: null, city: null });
    expect(kindsOf([...usual(12, 8), subject], subject)).toEqual([]);
  });
});

describe("a burst of failures", () => {
  function failures(count: number, withinMinutes: number): Trace[] {
    return Array.from({ length: count }, (_, index) =>
      trace(1 + ((withinMinutes * index) / (count - 1)) * MINUTE, { status: "failure" }),
    );
  }

  it.each([
    [10, 10, 5, ["burst"]],
    [9, 9, 5, []],
    [10, 11, 5, []],
    [10, 10, 61, []],
  ])("of %i within %i minutes makes a success %i minutes later %j", (count, within, after, found) => {
    const success = trace(1 + (within + after) * MINUTE);
    expect(kindsOf([...failures(count, within), success], success)).toEqual(found);
  });

  it("is about the first success in the same log only", () => {
    const [silent, success, next] = [
      trace(1 + 11 * MINUTE, { category: 2 }),
      trace(1 + 12 * MINUTE),
      trace(1 + 13 * MINUTE),
    ] as const;
    const history = [...failures(12, 10), silent, success, next];
    expect([silent, success, next].map((each) => kindsOf(history, each))).toEqual([[], ["burst"], []]);
  });
});

describe("travel", () => {
  const OSLO = { latitude: 59.91, longitude: 10.75 };
  const BERGEN = { latitude: 60.39, longitude: 5.32 };
  const RECIFE = { latitude: -8.05, longitude: -34.9 };
  const journey = (hours: number) => ({ from: trace(0), to: trace(hours / 24, { city: "Recife", country: "BR" }) });

  it("over 500 km and faster than 900 km/h is impossible", () => {
    expect(impossibleTravel(journey(2), OSLO, RECIFE)).toMatchObject({
      kind: "travel",
      minutes: 120,
      fromCity: "Oslo",
    });
    expect(impossibleTravel(journey(12), OSLO, RECIFE)).toBeUndefined();
    expect(impossibleTravel(journey(0.01), OSLO, BERGEN)).toBeUndefined();
  });

  it("is looked for between successes in different places, not from a network known for a day", () => {
    const elsewhere = { city: "Recife", country: "BR", address: "203.0.113.9" };
    const [there, back, again] = [trace(1, elsewhere), trace(1.1), trace(3, elsewhere)] as const;
    const failed = trace(3.1, { ...elsewhere, city: "Lima", status: "failure" });
    const { journeys } = findUnusual([trace(0.9, { address: null }), there, back, again, failed]);
    expect([...journeys.keys()]).toEqual([traceKey(there), traceKey(back)]);
  });
});

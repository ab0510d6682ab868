import { describe, expect, it } from "vitest";
import type { NormalisedSignIn } from "@/lib/model/sign-in-record";
import { shiftEvent } from "@/lib/records/shift-event";

const HOUR = 3600;

function eventWith(record: NormalisedSignIn["record"]): NormalisedSignIn {
  const createdAt = new Date("2020-05-20T18:32:44Z");
  return { category: 1, id: "one", createdAt, createdMs: 827, record, notes: [] };
}

describe("moving an event in time", () => {
  it("moves the event, its own time and its steps, in the spelling they came in", () => {
    const event = eventWith({
      createdDateTime: "2020-05-20T18:32:44.8271234Z",
      authenticationDetails: [{ authenticationStepDateTime: "2020-05-20T20:32:40+02:00", succeeded: true }],
      envelope: { time: "2020-05-20 23:59:59.123456789" },
    });
    const { createdAt, createdMs, id, record } = shiftEvent(event, 24 * HOUR + 1);
    expect({ createdAt: createdAt.toISOString(), createdMs, id }).toEqual({
      createdAt: "2020-05-21T18:32:45.000Z",
      createdMs: 827,
      id: "one",
    });
    expect(record).toEqual({
      createdDateTime: "2020-05-21T18:32:45.8271234Z",
      authenticationDetails: [{ authenticationStepDateTime: "2020-05-21T20:32:41+02:00", succeeded: true }],
      envelope: { time: "2020-05-22 00:00:00.123456789" },
    });
  });

  it("leaves texts alone that are no times, and times under names that are none", () => {
    const record = {
      correlationId: "2020-05-20T18:32:44Z",
      note: "2020-05-20",
      userDisplayName: "Runtime",
      time: "soon",
    };
    expect(shiftEvent(eventWith(record), HOUR).record).toEqual(record);
  });

  it("replaces an event's own time where its spelling cannot be moved in place", () => {
    const event = eventWith({ createdDateTime: "5/20/2020 6:32:44 PM" });
    expect(shiftEvent(event, -HOUR).record.createdDateTime).toBe("2020-05-20T17:32:44.827Z");
  });

  it("does not change the event it is given", () => {
    const event = eventWith({ createdDateTime: "2020-05-20T18:32:44Z", a: { startTime: "2020-05-20T18:32:44Z" } });
    const before = structuredClone(event);
    shiftEvent(event, HOUR);
    expect(event).toEqual(before);
  });

  it("keeps a property called __proto__", () => {
    const record = JSON.parse('{"createdDateTime":"2020-05-20T18:32:44Z","__proto__":{"a":1}}');
    expect(JSON.stringify(shiftEvent(eventWith(record), HOUR).record)).toContain('"__proto__":{"a":1}');
  });
});

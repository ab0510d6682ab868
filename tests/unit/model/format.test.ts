import { describe, expect, it } from "vitest";
import { formatCount } from "@/lib/model/format-number";
import { formatLocation, partyLabel } from "@/lib/model/format-place";
import { formatInstant, formatMinute, formatWallClock, isTimeZone, zoneLabel } from "@/lib/model/format-time";

describe("a time on a page", () => {
  const at = new Date("2026-11-23T23:05:09.750Z");

  it.each([
    ["UTC", "23 Nov 2026, 23:05:09", "UTC"],
    ["Europe/Oslo", "24 Nov 2026, 00:05:09", "Europe/Oslo, UTC+1"],
    ["Asia/Kathmandu", "24 Nov 2026, 04:50:09", "Asia/Kathmandu, UTC+5:45"],
    ["Africa/Abidjan", "23 Nov 2026, 23:05:09", "Africa/Abidjan, UTC"],
    ["America/New_York", "23 Nov 2026, 18:05:09", "America/New York, UTC-5"],
  ])("stands in its zone, which is named with its distance: %s", (zone, text, label) => {
    expect([formatInstant(at, zone), zoneLabel(zone, at)]).toEqual([text, label]);
  });

  it("writes midnight as 00 and September with three letters", () => {
    expect(formatInstant(new Date("2026-09-05T00:00:00Z"), "UTC")).toBe("5 Sep 2026, 00:00:00");
    expect(formatMinute(new Date("2026-09-05T00:00:00Z"), "UTC")).toBe("5 Sep 2026, 00:00");
  });

  it("fills a form field as wall clock time", () => {
    expect(formatWallClock(at, "Europe/Oslo")).toBe("2026-11-24T00:05:09");
  });

  it("knows zones from nonsense", () => {
    expect([isTimeZone("Europe/Oslo"), isTimeZone("Mars/Olympus"), isTimeZone("")]).toEqual([true, false, false]);
  });
});

describe("places, names and counts", () => {
  it.each([
    [{ city: "Oslo", state: "Oslo", country: "NO" }, "Oslo, NO"],
    [{ city: null, state: "Bavaria", country: "DE" }, "Bavaria, DE"],
    [{ city: null, state: null, country: "DE" }, "DE"],
    [{ city: null, state: null, country: null }, undefined],
  ])("write the nearest place known: %o", (location, text) => {
    expect(formatLocation(location)).toBe(text);
  });

  it("puts the id where a name is missing", () => {
    expect(partyLabel({ id: "42", name: null })).toBe("42");
    expect(partyLabel({ id: null, name: null })).toBeUndefined();
  });

  it("separates thousands thinly", () => {
    expect([formatCount(999), formatCount(1_234_567)]).toEqual(["999", "1\u202f234\u202f567"]);
  });
});

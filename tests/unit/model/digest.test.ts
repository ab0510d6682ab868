import { describe, expect, it } from "vitest";
import { dueDigest } from "@/lib/model/digest";

describe("the weekly digest", () => {
  it.each([
    ["2026-11-23T07:59:59Z", "UTC", undefined],
    ["2026-11-23T08:00:00Z", "UTC", "2026-W48"],
    ["2026-11-24T07:59:59Z", "UTC", "2026-W48"],
    ["2026-11-24T08:00:00Z", "UTC", undefined],
    ["2026-11-23T07:00:00Z", "Europe/Oslo", "2026-W48"],
    ["2026-11-23T02:15:00Z", "Asia/Kathmandu", "2026-W48"],
    ["2026-11-23T02:14:59Z", "Asia/Kathmandu", undefined],
    // The week after clocks changed on Sunday.
    ["2026-10-26T06:59:59Z", "Europe/Oslo", undefined],
    ["2026-10-26T07:00:00Z", "Europe/Oslo", "2026-W44"],
    ["2027-01-04T08:00:00Z", "UTC", "2027-W01"],
    ["2026-12-28T08:00:00Z", "UTC", "2026-W53"],
    ["2026-11-23T08:00:00Z", "Nowhere/Zone", undefined],
  ])("at %s in %s: %s", (at, zone, week) => {
    expect(dueDigest(new Date(at), zone)?.week).toBe(week);
  });
});

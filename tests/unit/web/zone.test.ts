import { expect, it } from "vitest";
import { shownZone } from "@/lib/web/zone";

it.each([
  [null, "Europe%2FOslo", { choice: "local", name: "Europe/Oslo" }],
  ["local", "Europe/Oslo", { choice: "local", name: "Europe/Oslo" }],
  ["utc", "Europe%2FOslo", { choice: "utc", name: "UTC" }],
  [null, undefined, { choice: "local", name: "UTC" }],
  [null, "Mars%2FOlympus", { choice: "local", name: "UTC" }],
  [null, "%E0%A4%A", { choice: "local", name: "UTC" }],
  [null, "x".repeat(100), { choice: "local", name: "UTC" }],
])(
  "shows the zone of the browser unless UTC is asked for or nothing usable is known: tz=%s, cookie %s",
  (tz, cookie, zone) => {
    expect(shownZone(tz, cookie)).toEqual(zone);
  },
);

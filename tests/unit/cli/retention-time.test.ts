import { describe, expect, it } from "vitest";
import { parseTime } from "@/lib/cli/admin/retention";

describe("the time given to a run of retention", () => {
  it.each([
    ["2026-11-25", "2026-11-25T00:00:00.000Z"],
    ["2026-11-25T12:00", "2026-11-25T12:00:00.000Z"],
    ["2026-11-25T12:00:30.5Z", "2026-11-25T12:00:30.500Z"],
    ["2026-11-25T12:00+02:00", "2026-11-25T10:00:00.000Z"],
  ])("%s is %s, in UTC where no zone is given", (text, expected) => {
    expect(parseTime(text).toISOString()).toBe(expected);
  });

  it.each(["yesterday", "2026-02-30", "2026-13-01", "1767225600", "2026-01-01T25:00Z", "2026-1-1", ""])(
    "%j is none, and what is past then would be gone",
    (text) => {
      expect(() => parseTime(text)).toThrow(/--now takes a time such as/);
    },
  );
});

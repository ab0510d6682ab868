import { expect, it } from "vitest";
import { COUNT_CAP, logCountText } from "@/lib/model/log-counts";

it.each([
  [{ n: 0, complete: true }, "0 sign-ins"],
  [{ n: 1, complete: true }, "1 sign-in"],
  [{ n: 3, complete: false }, "at least 3 sign-ins"],
  [{ n: 0, complete: false }, "uncounted sign-ins"],
  [{ n: COUNT_CAP, complete: false }, "10\u202f000+ sign-ins"],
])("a count of %j is told as “%s”", (signIns, text) => {
  expect(logCountText({ signIns, groups: null })).toBe(text);
});

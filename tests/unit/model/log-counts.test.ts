import { expect, it } from "vitest";
import { COUNT_CAP, logCountText, notBelow } from "@/lib/model/log-counts";

it.each([
  [{ n: 0, complete: true }, "0 sign-ins"],
  [{ n: 1, complete: true }, "1 sign-in"],
  [{ n: 1, complete: false }, "at least 1 sign-in"],
  [{ n: 3, complete: false }, "at least 3 sign-ins"],
  [{ n: 0, complete: false }, "uncounted sign-ins"],
  [{ n: COUNT_CAP, complete: false }, "10\u202f000+ sign-ins"],
])("a count of %j is told as “%s”", (signIns, text) => {
  expect(logCountText({ signIns, groups: null })).toBe(text);
});

it("is never below the number of groups, nor below what the page shows", () => {
  const told = (signIns: number, groups: number, complete = false) =>
    logCountText(
      notBelow(
        { signIns: { n: signIns, complete }, groups: { n: groups, complete }, bars: [], countedBackTo: null },
        { signIns: 60, groups: 47 },
      ),
    );
  expect(told(4, 12)).toBe("at least 60 sign-ins in at least 47 groups");
  expect(told(4, 90)).toBe("at least 90 sign-ins in at least 90 groups");
  // Exact figures stay: the page was read at another moment.
  expect(told(59, 46, true)).toBe("59 sign-ins in 46 groups");
});

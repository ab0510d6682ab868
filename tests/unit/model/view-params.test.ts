import { describe, expect, it } from "vitest";
import { parseLogQuery } from "@/lib/model/log-query";
import { sharedAddress } from "@/lib/model/view-params";

function shared(query: string): string {
  const params = new URLSearchParams(query);
  const context = { now: new Date("2026-11-25T12:00:00Z"), zone: "Asia/Kolkata" };
  const parsed = parseLogQuery("interactive", params, context);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return decodeURIComponent(sharedAddress("/a", parsed.query, params));
}

describe("the address for another reader", () => {
  it("says the range also where it is the usual one, so that nobody's remembered filters come between", () => {
    expect(shared("")).toBe("/a?range=24h");
  });

  it("keeps a rolling range rolling, the filters, the open record and the zone that was chosen", () => {
    expect(
      shared("tz=utc&range=7d&status=failure&status=interrupted&user=!*berg&open=r1&at=2026-11-25T10:00:00Z"),
    ).toBe("/a?range=7d&user=!*berg&status=failure&status=interrupted&tz=utc&open=r1&at=2026-11-25T10:00:00Z");
  });

  it("makes instants of a custom range, as wall clock times are others elsewhere", () => {
    expect(shared("range=custom&from=2026-11-20&to=2026-11-20T12:00")).toBe(
      "/a?range=custom&from=2026-11-19T18:30:00.000Z&to=2026-11-20T06:30:00.000Z",
    );
  });

  it("drops cursors, open forms and what is only this reader's", () => {
    expect(shared(`user=anna&after=${"c".repeat(20)}&add=city&remembered=1&utm=x`)).toBe("/a?range=24h&user=anna");
  });
});

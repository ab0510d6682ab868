import { describe, expect, it } from "vitest";
import { logQueryHref, paramsForCategory } from "@/lib/model/log-query-href";

const params = new URLSearchParams("range=7d&user=anna&status=failure&after=c1&open=r1&at=t1&pane=device&ip=");

describe("a link between views of a log", () => {
  it("keeps the state and drops empty parameters", () => {
    expect(logQueryHref("/a", params)).toBe("/a?range=7d&user=anna&status=failure&after=c1&open=r1&at=t1&pane=device");
  });

  it("that changes a filter goes back to the newest page and closes the pane", () => {
    expect(logQueryHref("/a", params, { user: null })).toBe("/a?range=7d&status=failure");
    expect(logQueryHref("/a", params, { status: ["failure", "interrupted"] })).toBe(
      "/a?range=7d&user=anna&status=failure&status=interrupted",
    );
  });

  it("that turns the page replaces the cursor of the other direction and closes the pane", () => {
    expect(logQueryHref("/a", params, { before: "c2", after: null })).toBe(
      "/a?range=7d&user=anna&status=failure&before=c2",
    );
  });

  it("that opens a record stays on its page", () => {
    expect(logQueryHref("/a", params, { open: "r2", at: "t2" })).toBe(
      "/a?range=7d&user=anna&status=failure&after=c1&pane=device&open=r2&at=t2",
    );
  });

  it("has no question mark without parameters", () => {
    expect(logQueryHref("/a", new URLSearchParams("user="))).toBe("/a");
  });
});

describe("a tab", () => {
  it("takes the filters along between the two user logs, but no cursor and no open record", () => {
    expect(paramsForCategory("interactive", "non-interactive", params).toString()).toBe(
      "range=7d&user=anna&status=failure",
    );
  });

  it("takes only the range along to the log of another kind of principal", () => {
    expect(paramsForCategory("interactive", "service-principal", params).toString()).toBe("range=7d");
  });
});

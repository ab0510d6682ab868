import { describe, expect, it } from "vitest";
import { logQueryHref, paramsForCategory, paramsKept } from "@/lib/model/log-query-href";

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

  it("that takes the last filter away says what is shown then, or the remembered filters would come back", () => {
    expect(logQueryHref("/a", new URLSearchParams("user=anna&tz=utc"), { user: null })).toBe("/a?tz=utc&range=24h");
  });

  it("that changes the view no longer calls its filters remembered, and one that opens a record still does", () => {
    const remembered = new URLSearchParams("user=anna&remembered=1&add=city");
    expect(logQueryHref("/a", remembered, { status: "failure" })).toBe("/a?user=anna&status=failure");
    expect(logQueryHref("/a", remembered, { open: "r1" })).toBe("/a?user=anna&remembered=1&open=r1");
  });

  it("that opens a filter's form stays on its page", () => {
    expect(logQueryHref("/a", params, { add: "city" })).toContain("after=c1&open=r1&at=t1&pane=device&add=city");
  });

  it("does not carry on what a form was refused for", () => {
    expect(logQueryHref("/a", new URLSearchParams("open=r1&refused=forbidden"), { pane: "device" })).toBe(
      "/a?open=r1&pane=device",
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

  it("takes the range along to the log of another kind of principal, where that log's own filters await it", () => {
    const own = new URLSearchParams("range=1m&servicePrincipal=deploy&user=x");
    expect(paramsForCategory("interactive", "service-principal", params, own).toString()).toBe(
      "range=7d&servicePrincipal=deploy&remembered=1",
    );
  });

  it("takes only the range along to the log of another kind of principal", () => {
    expect(paramsForCategory("interactive", "service-principal", params).toString()).toBe("range=7d");
  });
});

describe("a form that changes some parameters", () => {
  it("keeps the rest of the view in hidden fields, and nothing that belongs to a page of it", () => {
    const all = new URLSearchParams([...params, ["remembered", "1"], ["add", "city"], ["tz", "utc"]]);
    expect(paramsKept(all, ["status"])).toEqual([
      ["range", "7d"],
      ["user", "anna"],
      ["tz", "utc"],
    ]);
  });
});

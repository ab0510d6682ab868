import { describe, expect, it } from "vitest";
import type { CategorySlug } from "@/lib/model/categories";
import type { ActiveFilter } from "@/lib/model/filters";
import { parseLogQuery } from "@/lib/model/log-query";

const NOW = new Date("2026-11-23T14:05:12Z");
const OSLO = { now: NOW, zone: "Europe/Oslo" };

function parse(query: string, category: CategorySlug = "interactive", context = OSLO) {
  return parseLogQuery(category, new URLSearchParams(query), context);
}

function queryOf(query: string, category?: CategorySlug, context?: typeof OSLO) {
  const parsed = parse(query, category, context);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.query;
}

function problemsOf(query: string, category?: CategorySlug): Record<string, string> {
  const parsed = parse(query, category);
  return parsed.ok ? {} : parsed.problems;
}

function rangeOf(query: string, context?: typeof OSLO): [string, string] {
  const { from, to } = queryOf(query, undefined, context);
  return [from.toISOString(), to.toISOString()];
}

describe("the date range", () => {
  const dayAfterNow = "2026-11-24T14:05:12.000Z";

  it.each([
    ["", "2026-11-22T14:05:12.000Z"],
    ["range=24h", "2026-11-22T14:05:12.000Z"],
    ["range=7d", "2026-11-16T14:05:12.000Z"],
    ["range=1m", "2026-10-24T14:05:12.000Z"],
  ])("rolls back from now and ends a day after now: %s", (query, from) => {
    expect(rangeOf(query)).toEqual([from, dayAfterNow]);
  });

  it.each([
    [
      "a bare date is its whole day in the shown zone",
      "from=2026-11-20&to=2026-11-20",
      "2026-11-19T23:00",
      "2026-11-20T23:00",
    ],
    [
      "the day the clocks go forward has 23 hours",
      "from=2026-03-29&to=2026-03-29",
      "2026-03-28T23:00",
      "2026-03-29T22:00",
    ],
    [
      "the day the clocks go back has 25 hours",
      "from=2026-10-25&to=2026-10-25",
      "2026-10-24T22:00",
      "2026-10-25T23:00",
    ],
    [
      "a time without an offset is a wall clock time",
      "from=2026-07-01T08:00&to=2026-07-01T09:30",
      "2026-07-01T06:00",
      "2026-07-01T07:30",
    ],
    [
      "a time with an offset is exact",
      "from=2026-11-20T08:00:00Z&to=2026-11-20T09:00:00-02:00",
      "2026-11-20T08:00",
      "2026-11-20T11:00",
    ],
    [
      "a plus that nobody encoded is read as one",
      "from=2026-11-20T08:00:00+02:00&to=2026-11-20T09:00Z",
      "2026-11-20T06:00",
      "2026-11-20T09:00",
    ],
  ])("%s", (_name, ends, from, to) => {
    expect(rangeOf(`range=custom&${ends}`)).toEqual([`${from}:00.000Z`, `${to}:00.000Z`]);
  });

  it("is a custom one where an end is given and no range, and not where another range is named", () => {
    const ends = "from=2026-11-20T08:00:00Z&to=2026-11-20T09:00:00Z";
    expect(queryOf(ends)).toEqual(queryOf(`range=custom&${ends}`));
    expect(rangeOf(`range=&${ends}`)).toEqual(rangeOf(`range=custom&${ends}`));
    expect(rangeOf(`range=24h&${ends}`)).toEqual(rangeOf("range=24h"));
  });

  it("begins a day later where the clocks skip midnight", () => {
    const chile = { now: NOW, zone: "America/Santiago" };
    expect(rangeOf("range=custom&from=2026-09-06&to=2026-09-06", chile)).toEqual([
      "2026-09-06T04:00:00.000Z",
      "2026-09-07T03:00:00.000Z",
    ]);
  });

  it("ends a day after now when only a start is given", () => {
    expect(rangeOf("range=custom&from=2026-11-20T00:00Z")).toEqual(["2026-11-20T00:00:00.000Z", dayAfterNow]);
  });

  it("goes back thirty days when only an end is given", () => {
    expect(rangeOf("range=custom&to=2026-11-20T00:00Z")).toEqual([
      "2026-10-21T00:00:00.000Z",
      "2026-11-20T00:00:00.000Z",
    ]);
  });

  it("leaves the ends alone while another range is chosen, because forms send them along", () => {
    expect(rangeOf("range=7d&from=nonsense")[1]).toBe(dayAfterNow);
  });

  it.each([
    ["range=9d", "range"],
    ["range=custom", "from"],
    ["range=custom&from=&to=", "from"],
    ["range=custom&from=yesterday", "from"],
    ["range=custom&from=2026-02-30", "from"],
    ["range=custom&from=2026-W12", "from"],
    ["range=custom&from=14:05", "from"],
    ["range=custom&to=1601-01-01", "to"],
    ["range=custom&from=2026-11-20&to=2026-11-19", "to"],
    ["range=custom&from=2027-01-01", "from"],
    ["range=7d&range=24h", "range"],
  ])("is refused with a message at its parameter: %s", (query, parameter) => {
    expect(Object.keys(problemsOf(query))).toEqual([parameter]);
  });
});

describe("a filter", () => {
  const cases: [string, ActiveFilter][] = [
    ["user=anna", { key: "user", negated: false, values: [{ type: "startsWith", text: "anna" }] }],
    ["user=*berg", { key: "user", negated: false, values: [{ type: "contains", text: "berg" }] }],
    ["user=!*berg", { key: "user", negated: true, values: [{ type: "contains", text: "berg" }] }],
    ["user=none", { key: "user", negated: false, values: [{ type: "startsWith", text: "none" }] }],
    ["user=%25_", { key: "user", negated: false, values: [{ type: "startsWith", text: "%_" }] }],
    ["requestId=*x", { key: "requestId", negated: false, values: [{ type: "equals", text: "*x" }] }],
    ["errorCode=0", { key: "errorCode", negated: false, values: [{ type: "number", number: 0 }] }],
    ["errorCode=!50126", { key: "errorCode", negated: true, values: [{ type: "number", number: 50126 }] }],
    ["country=NO", { key: "country", negated: false, values: [{ type: "startsWith", text: "NO" }] }],
    ["country=!NO", { key: "country", negated: true, values: [{ type: "startsWith", text: "NO" }] }],
    ["country=none", { key: "country", negated: false, values: [{ type: "none" }] }],
    ["clientApp=legacy", { key: "clientApp", negated: false, values: [{ type: "legacy" }] }],
    ["city=legacy", { key: "city", negated: false, values: [{ type: "startsWith", text: "legacy" }] }],
    [
      "conditionalAccess=notApplied",
      { key: "conditionalAccess", negated: false, values: [{ type: "equals", text: "notApplied" }] },
    ],
    [
      "status=failure&status=interrupted",
      {
        key: "status",
        negated: false,
        values: [
          { type: "equals", text: "failure" },
          { type: "equals", text: "interrupted" },
        ],
      },
    ],
    ["status=failure&status=failure", { key: "status", negated: false, values: [{ type: "equals", text: "failure" }] }],
    ["status=!success", { key: "status", negated: true, values: [{ type: "equals", text: "success" }] }],
    [
      "country=!NO&country=!=SE",
      {
        key: "country",
        negated: true,
        values: [
          { type: "startsWith", text: "NO" },
          { type: "exactly", text: "SE" },
        ],
      },
    ],
    ["ip=10.1", { key: "ip", negated: false, values: [{ type: "startsWith", text: "10.1" }] }],
    ["ip=10.1.0.0/16", { key: "ip", negated: false, values: [{ type: "block", cidr: "10.1.0.0/16" }] }],
    ["ip=2001:DB8:", { key: "ip", negated: false, values: [{ type: "startsWith", text: "2001:db8:" }] }],
    ["ip=2001:0DB8:0:0:0:0:0:1", { key: "ip", negated: false, values: [{ type: "startsWith", text: "2001:db8::1" }] }],
    ["ip=2001:db8::/32", { key: "ip", negated: false, values: [{ type: "block", cidr: "2001:db8::/32" }] }],
  ];

  it.each(cases)("is read by its kind: %s", (query, filter) => {
    expect(queryOf(query).filters).toEqual([filter]);
  });

  it("that is empty or blank is none, because forms send them", () => {
    expect(queryOf("user=&application=+&status=").filters).toEqual([]);
  });

  it.each([
    ["user=!", "user", "!"],
    ["user=*", "user", "*"],
    ["user=a&user=b", "user", "one value"],
    [`user=${"x".repeat(257)}`, "user", "256"],
    ["user=a%00b", "user", "control character"],
    ["country=*O", "country", "*"],
    ["errorCode=abc", "errorCode", "whole number"],
    ["errorCode=-1", "errorCode", "whole number"],
    ["errorCode=2147483648", "errorCode", "whole number"],
    ["status=ok", "status", "success, failure, interrupted"],
    ["status=success&status=!failure", "status", "mixes"],
    ["country=NO&country=!SE", "country", "one value, or several to leave out"],
    ["conditionalAccess=!success&conditionalAccess=!failure", "conditionalAccess", "one value"],
    ["by=password", "by", "allowed: user, application"],
    ["by=user&by=country", "by", "one value"],
    ["conditionalAccess=applied", "conditionalAccess", "notApplied"],
    ["ip=office", "ip", "10.1.0.0/16"],
    ["ip=10.1/16", "ip", "10.1.0.0/16"],
    ["ip=10.1.0.0/33", "ip", "10.1.0.0/16"],
    ["ip=...", "ip", "10.1"],
  ])("that cannot be used says what is wrong and what is allowed: %s", (query, parameter, part) => {
    const problems = problemsOf(query);
    expect(Object.keys(problems)).toEqual([parameter]);
    expect(problems[parameter]).toContain(part);
  });

  it.each<[string, CategorySlug]>([
    ["user=anna", "service-principal"],
    ["identity=vm", "interactive"],
    ["clientApp=legacy", "managed-identity"],
    ["riskLevel=high", "service-principal"],
    ["window=6h", "interactive"],
    ["reported=me", "service-principal"],
  ])("of the contract that this log does not know is named, not ignored: %s on %s", (query, category) => {
    const [parameter = ""] = query.split("=");
    expect(problemsOf(query, category)[parameter]).toContain("does not apply");
  });

  it("takes a field to break down by that the log can be filtered by", () => {
    expect(queryOf("by=country").by).toBe("country");
    expect(queryOf("by=").by).toBeUndefined();
    expect(problemsOf("by=country", "managed-identity").by).toBeUndefined();
    expect(problemsOf("by=clientApp", "managed-identity").by).toContain("identity, application");
  });

  it("that nobody ever heard of is ignored", () => {
    expect(queryOf("utm_source=mail&filters=x").filters).toEqual([]);
  });

  it("is reported together with every other problem of the address", () => {
    expect(Object.keys(problemsOf("range=9d&ip=foo&size=7&tz=mars")).sort()).toEqual(["ip", "range", "size", "tz"]);
  });
});

describe("paging and presentation", () => {
  const token = "cGF5bG9hZC1vZi1jdXJzb3I.c2lnbmF0dXJl";

  it("takes one of the offered sizes, 50 without", () => {
    expect([queryOf("").size, queryOf("size=200").size]).toEqual([50, 200]);
    expect(problemsOf("size=51").size).toContain("25, 50, 100, 200");
  });

  it.each(["after", "before"] as const)("hands on a cursor unread: %s", (direction) => {
    expect(queryOf(`${direction}=${token}`).cursor).toEqual({ direction, token });
  });

  it("refuses two cursors, and what cannot be one", () => {
    expect(Object.keys(problemsOf(`after=${token}&before=${token}`))).toEqual(["before"]);
    expect(Object.keys(problemsOf("after=unusable"))).toEqual(["after"]);
  });

  it("refuses an unknown zone and an unreadable time of the open record", () => {
    expect(Object.keys(problemsOf("tz=mars&open=x&at=later")).sort()).toEqual(["at", "tz"]);
    expect(problemsOf("tz=utc&open=x&at=2026-11-23T14:05:12Z")).toEqual({});
  });
});

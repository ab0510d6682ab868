import { describe, expect, it } from "vitest";
import {
  AUDIT_FILTERS,
  activityFilterText,
  auditFilters,
  PROVISIONING_FILTERS,
  provisioningFilters,
} from "@/lib/model/activity-filters";
import { parseActivityLogQuery } from "@/lib/model/activity-log-query";

const NOW = new Date("2026-11-23T14:05:12Z");

function parse(query: string, filters = AUDIT_FILTERS) {
  return parseActivityLogQuery(filters, new URLSearchParams(query), { now: NOW, zone: "Europe/Oslo" });
}

function queryOf(query: string, filters = AUDIT_FILTERS) {
  const parsed = parse(query, filters);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.query;
}

function problemsOf(query: string, filters = AUDIT_FILTERS): Record<string, string> {
  const parsed = parse(query, filters);
  return parsed.ok ? {} : parsed.problems;
}

describe("an address of an activity log", () => {
  it("that says nothing asks for the last 24 hours, everything, fifty a page", () => {
    const { from, values, size, cursor } = queryOf("");
    expect([from.toISOString(), values, size, cursor]).toEqual(["2026-11-22T14:05:12.000Z", {}, 50, undefined]);
  });

  it("becomes the filters of the audit log, blanks and strangers left out", () => {
    const { values } = queryOf(
      "service=Core+Directory&category=&activity=+upd&status=failure&status=timeout&status=failure&target=ole&x=1",
    );
    expect(auditFilters(values)).toEqual({
      service: ["Core Directory"],
      status: ["failure", "timeout"],
      activity: { text: "upd", how: "startsWith" },
      target: { text: "ole", how: "startsWith" },
    });
  });

  it("becomes the filters of the provisioning log", () => {
    const { values } = queryOf(
      "identity=ida&action=create&status=skipped&sourceSystem=HR&targetSystem=Teapot&application=sp&jobId=j&cycleId=c",
      PROVISIONING_FILTERS,
    );
    expect(provisioningFilters(values)).toEqual({
      identity: { text: "ida", how: "startsWith" },
      ...{ action: ["create"], status: ["skipped"], sourceSystem: "HR", targetSystem: "Teapot" },
      ...{ servicePrincipal: "sp", jobId: "j", cycleId: "c" },
    });
  });

  it("reads days of a custom range in the zone, and cursors to both sides", () => {
    const { from, to } = queryOf("range=custom&from=2026-11-20&to=2026-11-20");
    expect([from.toISOString(), to.toISOString()]).toEqual(["2026-11-19T23:00:00.000Z", "2026-11-20T23:00:00.000Z"]);
    const token = "abcdefghijklmnop.q";
    expect(queryOf(`after=${token}`).cursor).toEqual({ token, direction: "next" });
    expect(queryOf(`before=${token}`).cursor).toEqual({ token, direction: "previous" });
  });

  it.each([
    ["status=maybe", "status", /Status “maybe” is not known; allowed: success, failure, timeout, unknown/],
    ["activity=a&activity=b", "activity", /given 2 times/],
    ["target=*ole", "target", /cannot begin with “\*”/],
    ["initiatedBy=!ole", "initiatedBy", /cannot begin with “!”/],
    [`service=${"x".repeat(300)}`, "service", /too long; at most 256/],
    ["correlationId=a%00b", "correlationId", /control character/],
    ["range=fortnight", "range", /not known/],
    ["size=7", "size", /not offered/],
    ["tz=mars", "tz", /not offered/],
    ["after=short", "after", /no longer usable/],
  ])("with %s has a sentence about %s", (query, key, reason) => {
    expect(problemsOf(query)[key]).toMatch(reason);
    expect(Object.keys(problemsOf(query))).toEqual([key]);
  });
});

it("a filter in force is told in words", () => {
  expect(activityFilterText({ label: "Activity", kind: "startsWith" }, ["Update"])).toBe("starts with Update");
  const action = PROVISIONING_FILTERS.action;
  expect(action && activityFilterText(action, ["create", "stageddelete"])).toBe("Create, Staged delete");
});

import { describe, expect, it } from "vitest";
import { shortReason } from "@/lib/model/error-catalogue";
import { signInSentence } from "@/lib/model/sentences";
import { filterValueText } from "@/lib/model/sentences-filters";
import { INTERRUPTED_ERROR_CODES } from "@/lib/model/status";

const oslo = { city: "Oslo", state: "Oslo", country: "NO" };
const nowhere = { city: null, state: null, country: null };
const office = { id: "app", name: "Office" };
const nothing = { id: null, name: null };
const firefox = { deviceDetail: { browser: "Firefox 120", operatingSystem: "Windows 10" } };

describe("what happened, in one sentence", () => {
  it("names the reason, the place and the client of a failure", () => {
    const failed = {
      status: "failure",
      errorCode: 50126,
      location: oslo,
      application: office,
      resource: nothing,
    } as const;
    expect(signInSentence({ ...failed, record: firefox })).toBe(
      "Failed: wrong password, from Oslo, NO, on Firefox 120 / Windows 10",
    );
  });

  it("names what was signed in to of a success", () => {
    const succeeded = {
      status: "success",
      errorCode: 0,
      location: oslo,
      application: office,
      resource: nothing,
    } as const;
    expect(signInSentence({ ...succeeded, record: {} })).toBe("Succeeded: signed in to Office, from Oslo, NO");
  });

  it("leaves out what was not recorded", () => {
    const bare = { location: nowhere, application: nothing, resource: nothing, record: { deviceDetail: null } };
    expect(signInSentence({ ...bare, status: "success", errorCode: 0 })).toBe("Succeeded");
    expect(signInSentence({ ...bare, status: "interrupted", errorCode: 50074 })).toBe(
      "Interrupted: second factor asked for",
    );
  });

  it("gives the number of a code that nobody explained", () => {
    expect(shortReason(999_001)).toBe("error 999001");
  });

  it("explains every code that interrupts", () => {
    const unexplained = [...INTERRUPTED_ERROR_CODES].filter((code) => shortReason(code).startsWith("error "));
    expect(unexplained).toEqual([]);
  });
});

describe("a filter's chip", () => {
  it.each([
    [{ key: "user", negated: false, values: [{ type: "startsWith", text: "anna" }] }, "anna…"],
    [{ key: "user", negated: true, values: [{ type: "contains", text: "berg" }] }, "not …berg…"],
    [
      {
        key: "status",
        negated: false,
        values: [
          { type: "equals", text: "failure" },
          { type: "equals", text: "interrupted" },
        ],
      },
      "Failure or Interrupted",
    ],
    [{ key: "country", negated: true, values: [{ type: "none" }] }, "any recorded"],
    [{ key: "clientApp", negated: false, values: [{ type: "legacy" }] }, "any legacy client"],
    [{ key: "ip", negated: false, values: [{ type: "block", cidr: "10.0.0.0/8" }] }, "10.0.0.0/8"],
  ] as const)("reads in plain words: %o", (filter, text) => {
    expect(filterValueText(filter)).toBe(text);
  });
});

import { describe, expect, it } from "vitest";
import { shortReason } from "@/lib/model/error-catalogue";
import { signInSentence } from "@/lib/model/sentences";
import { filterValueText } from "@/lib/model/sentences-filters";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { INTERRUPTED_ERROR_CODES } from "@/lib/model/status";
import { detailOf } from "@/tests/helpers/details";
import { graphSignIn } from "@/tests/helpers/events";

const failed = (errorCode: number, fields: JsonObject = {}) => graphSignIn({ status: { errorCode }, ...fields });
const policy = (displayName: string, control: string | null, result = "failure"): JsonObject => ({
  ...{ id: displayName, displayName, result, enforcedGrantControls: control === null ? [] : [control] },
  ...{ conditionsSatisfied: "application,users", conditionsNotSatisfied: "none" },
});
const policies = (...list: JsonObject[]) => ({
  appliedConditionalAccessPolicies: list,
  conditionalAccessStatus: "failure",
});
const bare = { location: null, deviceDetail: null };

describe("what happened, in one sentence", () => {
  it.each<[string, string, JsonObject]>([
    [
      "names the reason, its code, the place and the client of a failure",
      "Failed: wrong password (50126), from Oslo, NO, on Firefox 128 / Windows 10",
      failed(50126),
    ],
    [
      "names what was signed in to of a success",
      "Succeeded: signed in to Office, from Oslo, NO, on Firefox 128 / Windows 10",
      graphSignIn(),
    ],
    ["leaves out what was not recorded", "Interrupted: second factor asked for (50074)", failed(50074, bare)],
    ["says no more of a success than was recorded", "Succeeded", graphSignIn({ ...bare, ...nothingNamed() })],
    ["gives the number of a code that nobody explained, once", "Failed: error 999001", failed(999_001, bare)],
    [
      "names the policy that blocked and what it asked for",
      "Failed: blocked by policy “Managed devices”: device is not compliant (53000)",
      failed(53000, { ...bare, ...policies(policy("Managed devices", "RequireCompliantDevice")) }),
    ],
    [
      "reads the controls of the stream and of the API alike",
      "Failed: blocked by policy “Managed devices”: device is not compliant (53000)",
      failed(53000, { ...bare, ...policies(policy("Managed devices", "compliantDevice")) }),
    ],
    [
      "names no demand of a policy that blocks whatever is given",
      "Failed: blocked by policy “No office there” (53003)",
      failed(53003, { ...bare, ...policies(policy("No office there", "Block"), policy("Other", "Mfa", "notApplied")) }),
    ],
    [
      "names the policy that demands a further step",
      "Interrupted: second factor asked for, demanded by policy “Outside” (50076)",
      failed(50076, { ...bare, ...policies(policy("Outside", "Mfa")) }),
    ],
    [
      "names two policies, and counts what is beyond",
      "Failed: blocked by policies “A”, “B” and 1 more: device is not compliant and second factor not given (53003)",
      failed(53003, {
        ...bare,
        ...policies(policy("A", "RequireCompliantDevice"), policy("B", "Mfa"), policy("C", "Mfa")),
      }),
    ],
    [
      "keeps the reason apart from a policy that was not met besides",
      "Failed: wrong password (50126); policy “Outside” not met: second factor not given",
      failed(50126, { ...bare, ...policies(policy("Outside", "Mfa")) }),
    ],
    [
      "does not name policies that only report",
      "Failed: blocked by Conditional Access (53003)",
      failed(53003, { ...bare, ...policies(policy("Trial", "Block", "reportOnlyFailure")) }),
    ],
  ])("%s", (_title, sentence, record) => {
    expect(signInSentence(detailOf(record))).toBe(sentence);
  });

  it("names no policy to a reader who may not see policies", () => {
    const record = failed(53000, { ...bare, ...policies(policy("Managed devices", "RequireCompliantDevice")) });
    expect(signInSentence(detailOf(record, { role: "reports-reader" }))).toBe("Failed: device not compliant (53000)");
  });

  it("explains every code that interrupts", () => {
    const unexplained = [...INTERRUPTED_ERROR_CODES].filter((code) => shortReason(code).startsWith("error "));
    expect(unexplained).toEqual([]);
  });
});

function nothingNamed(): JsonObject {
  return { appId: null, appDisplayName: null, resourceId: null, resourceDisplayName: null };
}
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

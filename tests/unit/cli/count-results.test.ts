import { expect, it } from "vitest";
import { countResults, describeCounts } from "@/tests/setup/count-results.mjs";

const report = {
  numPassedTests: 3,
  numFailedTests: 1,
  numPendingTests: 0,
  testResults: [{ status: "failed", assertionResults: [{ status: "failed" }, { status: "passed" }] }],
};

it("counts the tests of the report", () => {
  expect(countResults(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 0 });
});

it("counts a file that could not be loaded as a failure", () => {
  const broken = { ...report, numFailedTests: 0, testResults: [{ status: "failed", assertionResults: [] }] };
  expect(countResults(broken, 1).failed).toBe(1);
});

it("counts a failure outside of every test, and a report that was never written", () => {
  const green = { ...report, numFailedTests: 0, testResults: [] };
  expect(countResults(green, 1).failed).toBe(1);
  expect(countResults(undefined, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

it("mentions skipped tests only where there are some", () => {
  expect(describeCounts({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
  expect(describeCounts({ passed: 3, failed: 0, skipped: 2 })).toBe("3 passed, 0 failed, 2 skipped");
});

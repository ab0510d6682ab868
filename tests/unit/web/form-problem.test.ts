import { beforeAll, describe, expect, it } from "vitest";

beforeAll(() => {
  process.env.AUTH_SECRET = "a secret of the tests, long enough to be one";
});

const problems = () => import("@/lib/web/form-problem");

describe("why a form could not be done", () => {
  it("comes back from an address as it was said", async () => {
    const { openProblem, sealProblem } = await problems();
    expect(openProblem(sealProblem("Days: at most 365. It’s too long."))).toBe("Days: at most 365. It’s too long.");
  });

  it.each([
    "Your account is lost. Call us.",
    ".Your account is lost.",
    "",
    "AAAAAAAAAAAAAAAAAAAAAA.Your account is lost.",
    null,
    undefined,
    ["a.b"],
  ])("is nothing where an address says something of its own: %j", async (value) => {
    expect((await problems()).openProblem(value)).toBeUndefined();
  });

  it("cannot be changed on the way", async () => {
    const { openProblem, sealProblem } = await problems();
    expect(openProblem(`${sealProblem("Days: at most 365")}0.`)).toBeUndefined();
  });
});

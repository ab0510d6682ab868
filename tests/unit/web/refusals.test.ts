import { describe, expect, it, vi } from "vitest";
import * as errors from "@/lib/model/errors";
import { REFUSAL_STATUS, refusalOf, refuse } from "@/lib/web/refusals";

vi.mock("next/navigation", () => ({
  redirect: (target: string) => {
    throw new Error(`redirect ${target}`);
  },
  notFound: () => {
    throw new Error("not found");
  },
  forbidden: () => {
    throw new Error("forbidden");
  },
}));

const examples = {
  NotSignedInError: new errors.NotSignedInError(),
  NotFoundError: new errors.NotFoundError("x"),
  ForbiddenError: new errors.ForbiddenError("logs:read"),
  LicenseRequiredError: new errors.LicenseRequiredError("signInLogs"),
  InvalidInputError: new errors.InvalidInputError({ user: "x" }),
  UnavailableError: new errors.UnavailableError("x"),
  TooManyRequestsError: new errors.TooManyRequestsError("x", 1),
  ConflictError: new errors.ConflictError("x"),
} satisfies Record<keyof typeof errors, Error>;

describe("the mapping of errors", () => {
  it("knows every error of the model, each as something of its own", () => {
    const refusals = Object.keys(errors).map((name) => refusalOf(examples[name as keyof typeof examples]));
    expect(new Set(refusals)).toEqual(new Set(Object.keys(REFUSAL_STATUS)));
  });

  it.each([
    ["NotSignedInError", "redirect /sign-in?callbackUrl=%2Facorn%3Fuser%3Da"],
    ["NotFoundError", "not found"],
    ["ForbiddenError", "forbidden"],
    ["LicenseRequiredError", "forbidden"],
  ] as const)("answers a page's %s", (name, answer) => {
    expect(() => refuse(examples[name], "/acorn?user=a")).toThrow(answer);
  });

  it("hands anything else on to the error page", () => {
    const fault = new Error("fault");
    expect(() => refuse(fault, "/")).toThrow(fault);
    expect(() => refuse(examples.UnavailableError, "/")).toThrow(examples.UnavailableError);
  });
});

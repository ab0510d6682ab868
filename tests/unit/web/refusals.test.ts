import { afterAll, describe, expect, it, vi } from "vitest";
import * as errors from "@/lib/model/errors";
import { REFUSAL_STATUS, refusalOf } from "@/lib/web/refusal-of";
import { refuse } from "@/lib/web/refusals";

vi.mock("next/navigation", () => ({
  redirect: (target: string) => {
    throw new Error(`redirect ${target}`);
  },
}));
// Other files of this process mean the real one.
afterAll(() => vi.doUnmock("next/navigation"));

const examples = {
  NotSignedInError: new errors.NotSignedInError(),
  NotFoundError: new errors.NotFoundError("x"),
  ForbiddenError: new errors.ForbiddenError("logs:read"),
  LicenseRequiredError: new errors.LicenseRequiredError("signInLogs"),
  InvalidInputError: new errors.InvalidInputError({ user: "x" }),
  UnavailableError: new errors.UnavailableError("x"),
  TooManyRequestsError: new errors.TooManyRequestsError("x", 1),
  ConflictError: new errors.ConflictError("x"),
  TooSlowError: new errors.TooSlowError("x"),
  ExpiredError: new errors.ExpiredError("x"),
} satisfies Record<keyof typeof errors, Error>;

describe("the mapping of errors", () => {
  it("knows every error of the model, each as something of its own", () => {
    const refusals = Object.keys(errors).map((name) => refusalOf(examples[name as keyof typeof examples]));
    expect(new Set(refusals)).toEqual(new Set(Object.keys(REFUSAL_STATUS)));
  });

  it("leads somebody who is not signed in to the sign-in page, and back afterwards", () => {
    expect(() => refuse(examples.NotSignedInError, "/acorn?user=a")).toThrow(
      "redirect /sign-in?callbackUrl=%2Facorn%3Fuser%3Da",
    );
  });

  it("hands anything else on, to become a page of its own", () => {
    for (const error of [
      new Error("fault"),
      examples.NotFoundError,
      examples.ForbiddenError,
      examples.UnavailableError,
    ]) {
      expect(() => refuse(error, "/")).toThrow(error);
    }
  });
});

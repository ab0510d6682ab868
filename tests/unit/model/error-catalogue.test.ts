import { describe, expect, it } from "vitest";
import {
  ERROR_ACTOR_LABELS,
  ERROR_CLASS_KEYS,
  errorLookupHref,
  explainErrorCode,
  shortReason,
} from "@/lib/model/error-catalogue";

describe("the error catalogue", () => {
  it("explains a code and says who does what", () => {
    const explained = explainErrorCode(50126);
    expect(explained).toMatchObject({ code: 50126, name: "InvalidUserNameOrPassword", reason: "wrong password" });
    expect(ERROR_CLASS_KEYS).toContain(explained?.class);
    expect(Object.keys(ERROR_ACTOR_LABELS)).toContain(explained?.actor);
  });

  it("gives the number of a code that nobody explained, and no explanation", () => {
    expect(shortReason(999_001)).toBe("error 999001");
    expect(explainErrorCode(999_001)).toBeUndefined();
  });

  it("knows the page about a code", () => {
    expect(errorLookupHref(50126)).toBe("/error?code=50126");
  });
});

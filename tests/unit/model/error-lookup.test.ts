import { describe, expect, it } from "vitest";
import { ERROR_LOOKUP_MAX_CHARS, parseErrorLookup } from "@/lib/model/error-lookup";
import { errorsBeginningWith, searchErrors } from "@/lib/model/error-search";

describe("what is asked of the error lookup", () => {
  it.each([
    "50126",
    " 50126 ",
    "AADSTS50126",
    "aadsts 50126",
    "AADSTS: 050126",
    "0050126",
    "#50126",
    "Error 50126",
    "error code: 50126",
    "errorCode: 50126.",
    "AADSTS50126: Something went wrong. Trace ID: 00000000-0000-0000-0000-000000050034 Timestamp: 2026-11-25 09:00:00Z",
    "The sign-in of 24 November failed with 50126, why?",
    "50\u200b126",
  ])("understands %j as the code 50126", (code) => {
    expect(parseErrorLookup({ code })).toMatchObject({ kind: "code", explanation: { code: 50126 } });
  });

  it("takes a number, a name or words in either parameter, the code first", () => {
    expect(parseErrorLookup({ q: "50126" })).toMatchObject({ kind: "code" });
    expect(parseErrorLookup({ code: "wrong password" })).toEqual({ kind: "words", text: "wrong password" });
    expect(parseErrorLookup({ code: "50034", q: "50126" })).toMatchObject({ explanation: { code: 50034 } });
    expect(parseErrorLookup({ code: " ", q: "50126" })).toMatchObject({ explanation: { code: 50126 } });
    expect(parseErrorLookup({ code: "0" })).toMatchObject({ explanation: { code: 0, name: "Success" } });
  });

  it.each([
    ["99999", "99999"],
    ["AADSTS99999", "99999"],
    ["000", undefined],
    ["123456789012345678901234567890", "123456789012345678901234567890"],
  ])("says of the number %j that it is unknown, unless it is zero", (code, digits) => {
    const lookup = parseErrorLookup({ code });
    expect(lookup).toMatchObject(digits ? { kind: "unknownCode", digits } : { kind: "code", explanation: { code: 0 } });
  });

  it("does not pick one of several codes in a text", () => {
    expect(parseErrorLookup({ q: "50126 or 50034" })).toMatchObject({ kind: "words" });
  });

  it.each(["-50126", "50126.5", "0x50126", "1e5", "' OR 1=1 --", "<script>alert(1)</script>", "__proto__", "%00"])(
    "takes %j for words",
    (q) => expect(parseErrorLookup({ q })).toMatchObject({ kind: "words" }),
  );

  it("drops what cannot be seen, and refuses what is too long", () => {
    expect(parseErrorLookup({ q: "wrong\u0000 \u202epass\u200bword\n" })).toEqual({
      kind: "words",
      text: "wrong password",
    });
    expect(parseErrorLookup({ q: "\u0000\u202e\n" })).toEqual({ kind: "nothing" });
    expect(parseErrorLookup({ q: "a".repeat(ERROR_LOOKUP_MAX_CHARS) })).toMatchObject({ kind: "words" });
    expect(parseErrorLookup({ q: "a".repeat(ERROR_LOOKUP_MAX_CHARS + 1) })).toMatchObject({
      kind: "unusable",
      problem: expect.stringContaining("1000 characters"),
    });
  });

  it("takes a class where nothing else is asked", () => {
    expect(parseErrorLookup({})).toEqual({ kind: "nothing" });
    expect(parseErrorLookup({ class: "device" })).toEqual({ kind: "class", class: "device" });
    expect(parseErrorLookup({ class: "constructor" })).toEqual({ kind: "unknownClass" });
    expect(parseErrorLookup({ q: "50126", class: "device" })).toMatchObject({ kind: "code" });
  });
});

describe("searching error codes by words", () => {
  it.each([
    ["wrong password", 50126],
    ["InvalidUserNameOrPassword", 50126],
    ["invaliduserNAMEorpassword", 50126],
    ["locked out", 50053],
    ["IdsLocked", 50053],
    ["account disabled", 50057],
    ["secret expired", 7000222],
    ["refresh token expired", 700082],
    ["device not compliant", 53000],
    ["not compliant device", 53000],
    ["keep me signed in stay signed in", 50140],
    ["admin consent", 90094],
    ["reply url not registered", 50011],
  ])("finds for %j first %i", (text, code) => {
    expect(searchErrors(text).found[0]?.code).toBe(code);
  });

  it("knows what people write in other words than the catalogue", () => {
    const codes = (text: string) => searchErrors(text).found.map(({ code }) => code);
    expect(codes("mfa")).toEqual(codes("second factor"));
    expect(codes("multi-factor")).toEqual(codes("2FA"));
    expect(codes("mfa")).toContain(50074);
    expect(codes("SSO")).toContain(81007);
  });

  it("finds a piece of a name, and the beginning of a word", () => {
    expect(searchErrors("StrongAuthEnroll").found.map(({ code }) => code)).toEqual([50072, 50079]);
    expect(searchErrors("certif").found.length).toBeGreaterThan(5);
  });

  it("says when no code has every word, and keeps to the nearest", () => {
    const { found, everyWord } = searchErrors("consent xyzzy");
    expect({ everyWord, first: found[0]?.class }).toEqual({ everyWord: false, first: "consent" });
    expect(searchErrors("consent").everyWord).toBe(true);
  });

  it.each(["xyzzy", "!!!", "%_%", "\\", "(((((", "a".repeat(1000), "<b>zzz</b>"])("finds nothing for %j", (text) => {
    expect(searchErrors(text).found).toEqual([]);
  });

  it("lists the codes that begin with the digits of an unknown number", () => {
    expect(errorsBeginningWith("5012").map(({ code }) => code)).toEqual([
      50120, 50123, 50124, 50125, 50126, 50127, 50128, 50129, 501241,
    ]);
    expect(errorsBeginningWith("99999")).toEqual([]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  ERROR_ACTOR_LABELS,
  ERROR_CLASS_KEYS,
  ERROR_EXPLANATIONS,
  errorClass,
  errorLookupHref,
  explainErrorCode,
  relatedErrors,
  shortReason,
} from "@/lib/model/error-catalogue";
import { INTERRUPTED_ERROR_CODES } from "@/lib/model/status";
import {
  INTERACTIVE_KINDS,
  MANAGED_IDENTITY_KINDS,
  NON_INTERACTIVE_KINDS,
  SERVICE_PRINCIPAL_KINDS,
} from "@/lib/services/generate/data/kinds";
import { FAILURE_REASONS } from "@/lib/services/generate/data/outcomes";

/** Every code that the platform is known to give out. */
const KNOWN = readFileSync("tests/fixtures/error-codes.txt", "utf8").trim().split(/\s+/).map(Number);
/** Met in real events, of which not all may be kept among the samples here. */
const MET = [0, 50053, 50126, 50158, 90072, 7000215];
/** Those that signing in to Signbook itself can end with. */
const OWN = [0, 50034, 50053, 50055, 50057, 50074, 50076, 50126, 50144, 500121];
const GENERATED = [
  ...[...INTERACTIVE_KINDS, ...NON_INTERACTIVE_KINDS, ...SERVICE_PRINCIPAL_KINDS, ...MANAGED_IDENTITY_KINDS].map(
    ({ errorCode }) => errorCode,
  ),
  ...Object.keys(FAILURE_REASONS).map(Number),
];

describe("the error catalogue", () => {
  it("has an entry for every known code, each once, and no other", () => {
    const codes = ERROR_EXPLANATIONS.map(({ code }) => code).sort((a, b) => a - b);
    expect(codes).toEqual(KNOWN);
    expect(codes).toHaveLength(349);
  });

  it("leaves no code without text", () => {
    const untold = ERROR_EXPLANATIONS.filter(
      ({ reason, explanation, remedy, actor }) => !reason || !explanation || !remedy || !ERROR_ACTOR_LABELS[actor],
    );
    expect(untold).toEqual([]);
  });

  it.each([
    ["in the samples", codesOfSamples()],
    ["in real events", MET],
    ["in the demo", GENERATED],
    ["in the interrupted list", [...INTERRUPTED_ERROR_CODES]],
    ["in sign-ins to Signbook itself", OWN],
  ])("has a remedy of its own for every code that occurs %s", (_, codes) => {
    expect(codes.length).toBeGreaterThan(2);
    expect(codes.filter((code) => explainErrorCode(code)?.general !== false)).toEqual([]);
  });

  it("marks what is only the advice of its class, whose text it then is", () => {
    const general = explainErrorCode(50006);
    expect(general).toMatchObject({ general: true, class: "token", actor: "applicationOwner" });
    const sameClass = ERROR_EXPLANATIONS.filter((other) => other.general && other.class === "token");
    expect(new Set(sameClass.map(({ remedy }) => remedy))).toEqual(new Set([general?.remedy]));
  });

  it("words every code as a few words, one sentence and an instruction", () => {
    const faults = ERROR_EXPLANATIONS.flatMap(({ code, reason, explanation, remedy }) => [
      // Continues "Failed: …" in a table cell: lower case, unless a proper noun or an abbreviation begins it.
      ...(/^([a-z]|PKCE|SAML|RSA|API|XML|ID |WS-|Kerberos|Windows|Android).{3,47}$/.test(reason)
        ? []
        : [[code, reason]]),
      ...(/^[A-Z0][^\n]*[^.]\.$/.test(explanation) && !/[.!?] [A-Z]/.test(explanation) ? [] : [[code, explanation]]),
      ...(/^[A-Z][^\n]*[^.]\.$/.test(remedy) ? [] : [[code, remedy]]),
      ...(/['"!]| {2}|[.,]$/.test(`${explanation}${remedy}${reason}`) ? [[code, "marks"]] : []),
    ]);
    expect(faults).toEqual([]);
  });

  it("describes every class", () => {
    for (const key of ERROR_CLASS_KEYS) {
      const { label, about } = errorClass(key);
      expect(label).toMatch(/^[A-Z]/);
      expect(about).toMatch(/^[A-Z].*\.$/);
    }
  });

  it("gives the number of a code that nobody explained, and no explanation", () => {
    expect(shortReason(50126)).toBe("wrong password");
    expect(shortReason(999_001)).toBe("error 999001");
    expect(explainErrorCode(999_001)).toBeUndefined();
    expect(explainErrorCode(Number.NaN)).toBeUndefined();
  });

  it("knows the page about a code", () => {
    expect(errorLookupHref(50126)).toBe("/error?code=50126");
  });

  it("relates a code to others of its class, nearest numbers first", () => {
    const wrongPassword = explainErrorCode(50126)!;
    const related = relatedErrors(wrongPassword, 3);
    expect(related.map(({ code }) => code)).toEqual([50125, 50137, 50064]);
    expect(relatedErrors(explainErrorCode(0)!, 3)).toEqual([]);
  });
});

/** Of the sign-ins kept as samples, whatever their shape. */
function codesOfSamples(): number[] {
  const files = readdirSync("tests/fixtures/records", { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name));
  const codes = new Set<number>();
  for (const file of files) {
    const bytes = readFileSync(file);
    const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
    for (const [, code] of text.matchAll(/(?:errorCode|resultType)[\\"']*\s*:\s*[\\"']*(\d+)/gi))
      codes.add(Number(code));
  }
  return [...codes];
}

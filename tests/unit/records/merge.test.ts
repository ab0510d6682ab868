import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue, NormalisedSignIn } from "@/lib/model/sign-in-record";
import { isEmpty } from "@/lib/records/empty";
import { contentHash, mergeRecords } from "@/lib/records/merge";
import { understoodFile } from "./fixtures";

const EMPTIES: JsonValue[] = [null, "", "  ", [], {}, [null], { a: "" }];

/** Records of few names, so that two of them meet in most. */
const names = fc.constantFrom(
  "a",
  "b",
  "status",
  "authenticationDetails",
  "appliedConditionalAccessPolicies",
  "__proto__",
);
const { value: values } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<JsonValue>("x", "y", 0, 1, -0, true, false),
    fc.constantFrom(...EMPTIES),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.dictionary(names, tie("value"), { maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
}));
const steps = fc.record({
  authenticationStepDateTime: fc.constantFrom(
    "2031-01-01T00:00:00Z",
    "2031-01-01T00:00:00.5+00:00",
    "2031-01-01T00:00:09Z",
  ),
  authenticationMethod: fc.constantFrom<JsonValue>("Password", "SMS", "", null),
  succeeded: fc.constantFrom<JsonValue>(true, false, null),
});
const policies = fc.record({ id: fc.constantFrom("p1", "p2"), result: fc.constantFrom("success", "failure", "") });
const records = fc.oneof(
  fc.dictionary(names, values, { maxKeys: 5 }),
  fc.record({
    authenticationDetails: fc.array(steps, { maxLength: 4 }),
    appliedConditionalAccessPolicies: fc.array(policies, { maxLength: 4 }),
  }),
) as fc.Arbitrary<JsonObject>;

/** A record with its emptinesses written differently and its keys turned round. */
function rewritten(value: JsonValue): JsonValue {
  if (isEmpty(value)) return null;
  if (Array.isArray(value)) return value.map(rewritten);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .flatMap(([key, inner]) =>
        isEmpty(inner) ? [[`${key} too`, null] as const] : [[key, rewritten(inner)] as const],
      ),
  );
}

describe("mergeRecords", () => {
  it("changes nothing when the same is merged again", () => {
    fc.assert(
      fc.property(records, records, (older, newer) => {
        const once = mergeRecords(older, newer).merged;
        const again = mergeRecords(once, newer);
        expect(again.changed).toBe(false);
        expect(again.merged).toBe(once);
        expect(mergeRecords(older, older).changed).toBe(false);
      }),
      { numRuns: 1000 },
    );
  });

  it("never lets an empty value take the place of a full one, in either order", () => {
    fc.assert(
      fc.property(records, fc.constantFrom(...EMPTIES), (record, empty) => {
        const blanked = Object.fromEntries(Object.keys(record).map((key) => [key, empty]));
        expect(mergeRecords(record, blanked)).toEqual({ merged: record, changed: false });
        const filled = mergeRecords(blanked, record);
        expect(contentHash(filled.merged)).toBe(contentHash(record));
      }),
    );
  });

  it("says it changed exactly when the content is another", () => {
    fc.assert(
      fc.property(records, records, (older, newer) => {
        const { merged, changed } = mergeRecords(older, newer);
        if (!changed) expect(contentHash(merged)).toBe(contentHash(older));
        else expect(contentHash(merged)).not.toBe(contentHash(older));
      }),
      { numRuns: 1000 },
    );
  });

  it("leaves both arguments as they were", () => {
    fc.assert(
      fc.property(records, records, (older, newer) => {
        const before = JSON.stringify([older, newer]);
        mergeRecords(older, newer);
        expect(JSON.stringify([older, newer])).toBe(before);
      }),
    );
  });

  it("replaces values, merges objects and replaces other lists whole", () => {
    const older = { a: 1, b: "x", status: { errorCode: 0, failureReason: null }, list: [1, 2], kept: true };
    const newer = { a: 0, b: null, status: { failureReason: "Wrong.", errorCode: null }, list: [3], added: false };
    expect(mergeRecords(older, newer).merged).toEqual({
      ...{ a: 0, b: "x", status: { errorCode: 0, failureReason: "Wrong." }, list: [3], kept: true, added: false },
    });
  });

  it("unites authentication steps by time and method, whatever the digits and the zone", () => {
    const password = { authenticationStepDateTime: "2031-01-01T10:00:00.1234567Z", authenticationMethod: "Password" };
    const code = { authenticationStepDateTime: "2031-01-01T10:00:00Z", authenticationMethod: "SMS", succeeded: true };
    const again = {
      authenticationStepDateTime: "2031-01-01T11:00:00+01:00",
      authenticationMethod: "Password",
      succeeded: true,
    };
    const { merged } = mergeRecords({ authenticationDetails: [password] }, { authenticationDetails: [code, again] });
    expect(merged.authenticationDetails).toEqual([{ ...again, ...password }, code]);
  });

  it("leaves the event's own time as the first arrival wrote it", () => {
    const older = { createdDateTime: "2031-01-01T10:00:00.1234567Z", envelope: { time: "2031-01-01T10:00:00Z" }, a: 1 };
    const newer = { createdDateTime: "2031-01-01 10:00:00", envelope: { time: "2031-01-01T10:00:00.5Z" }, a: 1 };
    expect(mergeRecords(older, newer)).toEqual({ merged: older, changed: false });
    expect(mergeRecords(older, { ...newer, a: 2 }).merged).toEqual({ ...older, a: 2 });
    expect(mergeRecords({ a: 1 }, newer).merged).toEqual(newer);
  });

  it("keeps two equal steps two", () => {
    const step = { authenticationStepDateTime: "2031-01-01T10:00:00Z", authenticationMethod: "Password" };
    const twice = {
      authenticationDetails: [
        { ...step, succeeded: false },
        { ...step, succeeded: true },
      ],
    };
    expect(mergeRecords({ authenticationDetails: [{ ...step, succeeded: false }] }, twice).merged).toEqual(twice);
    expect(mergeRecords(twice, { authenticationDetails: [{ ...step, succeeded: false }] }).changed).toBe(false);
  });

  it("unites policies by their id", () => {
    const older: JsonObject = { appliedConditionalAccessPolicies: [{ id: "p1", result: "success" }] };
    const newer: JsonObject = {
      appliedConditionalAccessPolicies: [{ id: "p2" }, { id: "p1", displayName: "Require a code" }],
    };
    expect(mergeRecords(older, newer).merged.appliedConditionalAccessPolicies).toEqual([
      { id: "p1", result: "success", displayName: "Require a code" },
      { id: "p2" },
    ]);
  });

  it.each(["msticpy/aad_logons.ndjson.gz", "msticpy/aad_logons.csv.gz"])(
    "makes the full one of each of the 23 pairs in %s, in either order",
    async (name) => {
      const pairs = await pairsOf(name);
      expect(pairs).toHaveLength(23);
      for (const [one, other] of pairs) {
        const full = isEmpty(one.record.authenticationRequirement) ? other : one;
        const half = full === one ? other : one;
        expect(half.record.authenticationRequirement).toSatisfy(isEmpty);
        expect(full.record.authenticationRequirement).toBe("singleFactorAuthentication");
        expect(mergeRecords(full.record, half.record)).toEqual({ merged: full.record, changed: false });
        const filled = mergeRecords(half.record, full.record);
        expect(filled.changed).toBe(true);
        expect(contentHash(filled.merged)).toBe(contentHash(full.record));
      }
    },
  );
});

async function pairsOf(name: string): Promise<[NormalisedSignIn, NormalisedSignIn][]> {
  const byId = new Map<string, NormalisedSignIn[]>();
  for (const event of await understoodFile(name)) byId.set(event.id, [...(byId.get(event.id) ?? []), event]);
  return [...byId.values()].filter((events) => events.length === 2) as [NormalisedSignIn, NormalisedSignIn][];
}

describe("contentHash", () => {
  it("is the same whatever the order of the keys and the writing of absences, and has the form of a UUID", () => {
    fc.assert(
      fc.property(records, (record) => {
        expect(contentHash(rewritten(record))).toBe(contentHash(record));
        expect(contentHash(record)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it("tells contents apart that look alike", () => {
    const alike: JsonValue[] = [
      ...[{ a: "1" }, { a: 1 }, { a: true }, { a: "true" }, { a: ["1"] }, { a: { b: "1" } }, { ab: "1" }, { a: "b1" }],
      ...[
        { a: "x", b: "y" },
        { a: "xb", y: "" },
        { a: ["x", "y"] },
        { a: ["y", "x"] },
        { a: ["xy"] },
        { a: ["x", null] },
      ],
      ...[{ a: [null, "x"] }, { a: 10 }, { a: { b: { c: 1 } } }, { a: { b: 1, c: 1 } }, { a: 0 }, { a: false }, {}],
    ];
    expect(new Set(alike.map(contentHash)).size).toBe(alike.length);
  });

  it("stays what it was: hashes are stored", () => {
    expect(contentHash({ b: [1, "å", { c: true }], a: null, d: "x" })).toBe("29608e7e-ea6c-c35b-e11d-3d4023e053b4");
  });
});

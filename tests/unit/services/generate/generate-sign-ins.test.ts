import { describe, expect, it } from "vitest";
import { DAY_MS } from "@/lib/model/retention";
import type { JsonObject, NormalisedSignIn } from "@/lib/model/sign-in-record";
import { statusOfErrorCode } from "@/lib/model/status";
import { groupKeyOf, splitRecord } from "@/lib/records/columns";
import { normalise } from "@/lib/records/normalise";
import { type GenerateOptions, generateSignIns } from "@/lib/services/generate/generate-sign-ins";
import { toDiagnosticEnvelope } from "@/lib/services/generate/to-diagnostic-envelope";

const now = new Date("2025-11-24T10:05:00Z");
const options: GenerateOptions = { seed: "one", events: 6000, days: 30, now, tenantDomain: "acorn.example" };
const events = [...generateSignIns(options)];

const timeOf = ({ createdAt, createdMs }: NormalisedSignIn) => createdAt.getTime() + createdMs;
const inCategory = (category: number) => events.filter((event) => event.category === category);
const errorCode = ({ record }: NormalisedSignIn) => (record.status as { errorCode: number }).errorCode;
const methods = ({ record }: NormalisedSignIn) =>
  ((record.authenticationDetails ?? []) as JsonObject[]).map((step) => step.authenticationMethod);
const count = (matches: (event: NormalisedSignIn) => boolean) => events.filter(matches).length;

describe("generated sign-ins", () => {
  it("are exactly as many as asked for, in order of time, inside the range", () => {
    expect(events).toHaveLength(6000);
    const times = events.map(timeOf);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times[0]).toBeGreaterThanOrEqual(now.getTime() - 30 * DAY_MS);
    expect(times.at(-1)).toBeLessThan(now.getTime());
    expect(new Set(events.map(({ id }) => id)).size).toBe(6000);
  });

  it.each([1, 7, 100, 1234])("are %i when that many are asked for, over an hour or a month", (wanted) => {
    expect([...generateSignIns({ ...options, events: wanted })]).toHaveLength(wanted);
    expect([...generateSignIns({ ...options, events: wanted, days: 1 / 24 })]).toHaveLength(wanted);
  });

  it("are the same for the same seed and others for another", () => {
    expect([...generateSignIns({ ...options, events: 300 })]).toEqual([
      ...generateSignIns({ ...options, events: 300 }),
    ]);
    const [first] = generateSignIns({ ...options, seed: "two" });
    expect(first?.id).not.toBe(events[0]?.id);
  });

  it("are few interactive, many non-interactive, many of service principals, few of managed identities", () => {
    const [interactive, nonInteractive, servicePrincipal, managedIdentity] = [1, 2, 3, 4].map(
      (c) => inCategory(c).length,
    );
    expect(interactive).toBeLessThan((servicePrincipal ?? 0) / 3);
    expect(managedIdentity).toBeLessThan((servicePrincipal ?? 0) / 3);
    expect(servicePrincipal).toBeLessThan(nonInteractive ?? 0);
  });

  it.each<[string, (event: NormalisedSignIn) => boolean]>([
    ["password alone", (e) => e.category === 1 && errorCode(e) === 0 && methods(e).join() === "Password"],
    ["a code by text message", (e) => methods(e).includes("Text message")],
    ["Windows Hello", (e) => methods(e).includes("Windows Hello for Business")],
    [
      "an AD FS SAML assertion",
      (e) => e.record.tokenIssuerType === "ADFederationServices" && e.record.incomingTokenType === "saml20",
    ],
    ["a refresh token", (e) => e.category === 2 && e.record.incomingTokenType === "refreshToken"],
    [
      "an authorization code",
      (e) => e.category === 2 && e.record.authenticationProtocol === "authorizationCodeWithPkce",
    ],
    ["a computer's single sign-on", (e) => e.category === 2 && e.record.incomingTokenType === "primaryRefreshToken"],
    [
      "a family of clients",
      (e) => JSON.stringify(e.record.authenticationProcessingDetails).includes("Family Of Client Ids"),
    ],
    ["a certificate", (e) => e.category === 3 && e.record.clientCredentialType === "certificate"],
    ["a client secret", (e) => e.category === 3 && e.record.clientCredentialType === "clientSecret"],
    ["a machine's managed identity", (e) => e.category === 4 && JSON.stringify(e.record).includes("virtualMachines")],
    ["a guest", (e) => e.record.userType === "guest"],
    [
      "an old mail program",
      (e) =>
        ["IMAP4", "POP3", "Authenticated SMTP", "Exchange ActiveSync", "Other clients"].includes(
          String(e.record.clientAppUsed),
        ),
    ],
    ["a risk", (e) => e.record.riskLevelAggregated === "high"],
    [
      "a policy in report-only mode",
      (e) => JSON.stringify(e.record.appliedConditionalAccessPolicies).includes("reportOnlyFailure"),
    ],
    ["a policy that blocked", (e) => e.record.conditionalAccessStatus === "failure" && errorCode(e) === 53003],
    ...[50126, 50053, 50057, 50034, 53003, 53000, 500121, 50074, 50076, 50140, 7000215, 700082].map(
      (code): [string, (event: NormalisedSignIn) => boolean] => [`error ${code}`, (e) => errorCode(e) === code],
    ),
  ])("hold %s", (_, matches) => {
    expect(count(matches)).toBeGreaterThan(0);
  });

  it("fail and are interrupted now and then, in every log of people", () => {
    for (const category of [1, 2]) {
      const statuses = new Set(inCategory(category).map((event) => statusOfErrorCode(errorCode(event))));
      expect(statuses).toEqual(new Set(["success", "failure", "interrupted"]));
    }
  });

  it("come from several countries", () => {
    const countries = new Set(inCategory(1).map(({ record }) => (record.location as JsonObject).countryOrRegion));
    expect(countries.size).toBeGreaterThan(3);
  });

  it("hold one burst of guessing: one address, many names, within half an hour", () => {
    const guesses = events.filter(({ record }) => record.userAgent === "python-requests/2.32.3");
    expect(guesses.length).toBeGreaterThanOrEqual(30);
    expect(new Set(guesses.map(({ record }) => record.ipAddress)).size).toBe(1);
    expect(new Set(guesses.map(({ record }) => record.userPrincipalName)).size).toBeGreaterThan(10);
    expect(guesses.every((guess) => errorCode(guess) !== 0)).toBe(true);
    expect(timeOf(guesses.at(-1)!) - timeOf(guesses[0]!)).toBeLessThan(30 * 60_000);
    // It must also be inside what a free tenant keeps.
    expect(now.getTime() - timeOf(guesses[0]!)).toBeLessThan(7 * DAY_MS);
  });

  it("repeat themselves, so that the grouped logs have groups", () => {
    for (const category of [2, 3, 4] as const) {
      const keys = inCategory(category).map((event) => {
        const day = Math.floor(event.createdAt.getTime() / DAY_MS);
        return `${day} ${groupKeyOf(category, splitRecord(event).columns)}`;
      });
      expect(new Set(keys).size, `category ${category}`).toBeLessThan(keys.length * 0.8);
    }
  });

  it("follow the working week", () => {
    const byWeekday = [0, 0, 0, 0, 0, 0, 0];
    for (const { createdAt } of inCategory(1)) byWeekday[createdAt.getUTCDay()]!++;
    expect(byWeekday[0]! + byWeekday[6]!).toBeLessThan((byWeekday[2]! + byWeekday[3]!) / 2);
  });

  it("include those of people who must be among them, under their ids", () => {
    const person = { upn: "user@acorn.example", displayName: "Thea", objectId: "11111111-1111-4111-8111-111111111111" };
    const own = [...generateSignIns({ ...options, named: [person] })].filter(
      ({ record }) => record.userId === person.objectId,
    );
    expect(own.length).toBeGreaterThan(20);
    expect(own.every(({ record }) => record.userPrincipalName === person.upn && record.userType === "member")).toBe(
      true,
    );
    expect(new Set(own.map(({ category }) => category))).toEqual(new Set([1, 2]));
  });
});

describe("a generated sign-in as a diagnostic envelope", () => {
  it("reads back as the same event with the same columns", () => {
    for (const event of events.filter((_, index) => index % 17 === 0)) {
      const read = normalise(JSON.parse(JSON.stringify(toDiagnosticEnvelope(event))));
      if ("rejection" in read) throw new Error(read.rejection.message);
      const { category, id, createdAt, createdMs } = read;
      expect({ category, id, createdAt, createdMs }).toEqual({
        ...{ category: event.category, id: event.id, createdAt: event.createdAt, createdMs: event.createdMs },
      });
      expect(splitRecord(read).columns).toEqual(splitRecord(event).columns);
      expect(read.record.appliedConditionalAccessPolicies ?? []).toEqual(event.record.appliedConditionalAccessPolicies);
    }
  });

  it("is of the size that providers send", () => {
    const sizes = events.slice(0, 1000).map((event) => JSON.stringify(toDiagnosticEnvelope(event)).length);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(1800);
    expect(mean).toBeLessThan(4500);
  });
});

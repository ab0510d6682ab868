import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InvalidInputError } from "@/lib/model/errors";
import { type ReportVersion, SIGN_IN_FILTERS } from "@/lib/model/reports/sign-in-fields";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { listSignInReport } from "@/lib/services/reports/list-sign-in-report";
import { graphSignIn } from "@/tests/helpers/events";
import { joined, oddText, ownValues } from "@/tests/helpers/own-values";
import { randomFilter } from "@/tests/helpers/random-filter";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "../auth/site";
import { DAY, KNOWN, storeKnown } from "./known-sign-ins";

let site: TestSite;
let tenant: TestTenant;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
  const other = await site.createTenant();
  await storeKnown(tenant.scope);
  await storeKnown(
    other.scope,
    KNOWN.map((record) => ({ ...record, id: `foreign ${record.id}` })),
  );
});
afterAll(() => site.close());

async function idsOf(version: ReportVersion, filter: string): Promise<string[]> {
  const params = new URLSearchParams({ $filter: filter, $select: "id" });
  const { records, link } = await listSignInReport(tenant.scope, { version, params });
  expect(link).toBeUndefined();
  return records.map((record) => JSON.parse(record).id);
}

const ADA = ["ada-2", "ada-1"];
const ALL = ["bo-1", "ada-2", "ada-1"];

/** One row for each property and operator of the reference: filter, and the ids that it finds, newest first. */
const BOTH: readonly (readonly [filter: string, ids: readonly string[]])[] = [
  ["id eq 'ada-1'", ["ada-1"]],
  [`createdDateTime eq ${DAY}T11:00:00Z`, ["ada-2"]],
  [`createdDateTime ge ${DAY}T11:00:00Z`, ["bo-1", "ada-2"]],
  [`createdDateTime le ${DAY}T10:00:00.250Z`, ["ada-1"]],
  ["userDisplayName eq 'Bo Åström'", ["bo-1"]],
  ["startsWith(userDisplayName,'ada')", ADA],
  ["userPrincipalName eq 'bo@acorn.example'", ["bo-1"]],
  ["startswith(userPrincipalName,'ada@')", ADA],
  ["userId eq 'user-bo'", ["bo-1"]],
  ["appDisplayName eq 'Payroll'", ["bo-1"]],
  ["startsWith(appDisplayName,'Pay')", ["bo-1"]],
  ["appId eq 'app-payroll'", ["bo-1"]],
  ["resourceDisplayName eq 'Ledger'", ["bo-1"]],
  ["resourceId eq 'resource-ledger'", ["bo-1"]],
  ["ipAddress eq '2001:db8::7'", ["bo-1"]],
  ["startsWith(ipAddress,'192.0.')", ADA],
  ["correlationId eq 'corr-ada'", ["ada-1"]],
  ["clientAppUsed eq 'IMAP4'", ["bo-1"]],
  ["conditionalAccessStatus eq 'failure'", ["ada-1"]],
  ["status/errorCode eq 50126", ["ada-1"]],
  ["location/city eq 'Bergen'", ["bo-1"]],
  ["startsWith(location/city,'Ber')", ["bo-1"]],
  ["location/state eq 'Vestland'", ["bo-1"]],
  ["startsWith(location/state,'Vest')", ["bo-1"]],
  ["location/countryOrRegion eq 'SE'", ["bo-1"]],
  ["startsWith(location/countryOrRegion,'S')", ["bo-1"]],
  ["deviceDetail/browser eq 'Chrome 130'", ["bo-1"]],
  ["startsWith(deviceDetail/browser,'Chrome')", ["bo-1"]],
  ["deviceDetail/operatingSystem eq 'Linux'", ["bo-1"]],
  ["startsWith(deviceDetail/operatingSystem,'Win')", ADA],
  ["riskDetail eq 'hidden'", ["ada-2"]],
  ["riskLevelAggregated eq 'high'", ["ada-1"]],
  ["riskLevelDuringSignIn eq 'medium'", ["ada-1"]],
  ["riskState eq 'atRisk'", ["ada-1"]],
  ["riskEventTypes_v2/any(t: t eq 'anonymizedIPAddress')", ["ada-1"]],
  ["riskEventTypes_v2/any(t:startsWith(t,'anonym'))", ["ada-1"]],
];
const V1_ONLY: typeof BOTH = [["riskEventTypes/any(t: t eq 'unlikelyTravel')", ["ada-1"]]];
const SERVICE = "signInEventTypes/any(t: t eq 'servicePrincipal') and ";
const BETA_ONLY: typeof BOTH = [
  ["signInEventTypes/any(t: t eq 'nonInteractiveUser')", ["silent-1"]],
  ["signInEventTypes/any(t: t ne 'interactiveUser')", ["machine-1", "job-1", "silent-1"]],
  ["alternateSignInName eq 'ada.alternate'", ["ada-1"]],
  ["startsWith(alternateSignInName,'ada.')", ["ada-1"]],
  ["appOwnerTenantId eq 'owner-of-office'", ["ada-1"]],
  ["resourceOwnerTenantId eq 'owner-of-mail'", ["ada-1"]],
  [`${SERVICE}servicePrincipalId eq 'sp-backup'`, ["job-1"]],
  [`${SERVICE}startsWith(servicePrincipalId,'sp-')`, ["job-1"]],
  [`${SERVICE}servicePrincipalName eq 'nightly backup'`, ["job-1"]],
  [`${SERVICE}startsWith(servicePrincipalName,'Night')`, ["job-1"]],
  ["userAgent eq 'curl/8.0'", ["bo-1"]],
  ["startsWith(userAgent,'Mozilla/5.0 (')", ["ada-1"]],
  ["originalRequestId eq 'original-ada'", ["ada-1"]],
  ["authenticationRequirement eq 'multiFactorAuthentication'", ["ada-1"]],
  ["startsWith(authenticationRequirement,'single')", ["ada-2"]],
  ["conditionalAccessAudiences eq 'audience-mail'", ["ada-1"]],
  ["tokenIssuerName eq 'issuer.example'", ["ada-1"]],
];

/** What joins them. */
const JOINED: typeof BOTH = [
  ["userId eq 'user-ada' and status/errorCode eq 0", ["ada-2"]],
  ["userId eq 'user-bo' or status/errorCode eq 50126", ["bo-1", "ada-1"]],
  ["userId eq 'user-bo' or userId eq 'user-ada' and status/errorCode eq 0", ["bo-1", "ada-2"]],
  ["(userId eq 'user-bo' or userId eq 'user-ada') and status/errorCode eq 0", ["bo-1", "ada-2"]],
  [`(createdDateTime ge ${DAY}T10:30:00Z and createdDateTime le ${DAY}T11:30:00+00:00)`, ["ada-2"]],
  [`createdDateTime ge ${DAY}`, ALL],
  [`createdDateTime le ${DAY}`, []],
  [`createdDateTime ge ${DAY}T10:00:00.2500001Z and appId eq 'app-office'`, ["ada-2"]],
  [`createdDateTime eq ${DAY}T11:00:00.0000001Z`, []],
  ["userId eq 'user-nobody'", []],
  ["userDisplayName eq 'it''s'", []],
  ["startsWith(userDisplayName,'%')", []],
  ["riskLevelAggregated eq 'high' or userId eq 'user-bo'", ["bo-1", "ada-1"]],
  ["startsWith(userDisplayName,'ada') eq true", ADA],
  ["createdDateTime ge 0001-01-01T00:00:00Z and createdDateTime le 9999-12-31T23:59:59Z", ALL],
];
const JOINED_BETA: typeof BOTH = [
  ["signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'nonInteractiveUser')", ["silent-1", ...ALL]],
  [
    "signInEventTypes/any(t: t eq 'interactiveUser') or signInEventTypes/any(t: t eq 'nonInteractiveUser')",
    ["silent-1", ...ALL],
  ],
  ["signInEventTypes/any(t: t eq 'servicePrincipal' or t eq 'managedIdentity')", ["machine-1", "job-1"]],
  ["signInEventTypes/any(t: t eq 'managedIdentity') and startsWith(servicePrincipalName,'virtual')", ["machine-1"]],
  ["signInEventTypes/any(t: t eq 'nonInteractiveUser') and userId eq 'user-ada'", ["silent-1"]],
  ["signInEventTypes/any(t: t eq 'nobody')", []],
];

const ODD_ADDRESS = fc.oneof(
  fc.constantFrom("2001:0DB8:0000::0001", "::ffff:1.2.3.4", "1.2.3.4:443", "fe80::1%eth0", "[2001:db8::9]:80"),
  oddText,
);

/** One whose every property is one of a few texts. */
function oddSignIn(
  [one = "", two = "", three = "", four = "", five = ""]: readonly string[],
  { id, ipAddress, isUser }: { id: string; ipAddress: string; isUser: boolean },
): JsonObject {
  const principal: JsonObject = isUser
    ? { userDisplayName: one, userPrincipalName: two, userId: three }
    : { servicePrincipalName: one, servicePrincipalId: two };
  return {
    ...{ id, ipAddress, createdDateTime: `${DAY}T18:00:00.120Z`, ...principal },
    ...{ signInEventTypes: [isUser ? "interactiveUser" : "servicePrincipal"], isInteractive: isUser },
    ...{ appDisplayName: one, appId: five, resourceDisplayName: two, resourceId: three, correlationId: four },
    ...{ clientAppUsed: five, conditionalAccessStatus: one, status: { errorCode: 50126 }, userAgent: four },
    location: { city: two, state: three, countryOrRegion: four },
    deviceDetail: { browser: five, operatingSystem: one },
    ...{ riskDetail: two, riskLevelAggregated: three, riskLevelDuringSignIn: four, riskState: five },
    ...{ riskEventTypes_v2: [one, two], alternateSignInName: three, appOwnerTenantId: four },
    ...{ resourceOwnerTenantId: five, originalRequestId: one, authenticationRequirement: two },
    ...{ conditionalAccessAudiences: three, tokenIssuerName: four },
  };
}

let odd: Promise<TestTenant> | undefined;

/** A tenant with one sign-in of a user and one of a service principal. */
function oddTenant(): Promise<TestTenant> {
  odd ??= site.createTenant().then(async (made) => {
    const common = { ipAddress: "2001:0DB8::0001", appId: "F1", appDisplayName: " Łuk" };
    const texts = { userAgent: " Łuk 1.0", userDisplayName: "\tŁuk Berg" };
    const servicePrincipal = { servicePrincipalId: "f2", servicePrincipalName: "Nightly" };
    await storeKnown(made.scope, [
      graphSignIn({ id: "user", createdDateTime: `${DAY}T18:00:00Z`, ...common, ...texts }),
      {
        ...{ id: "service", createdDateTime: `${DAY}T18:00:00Z`, signInEventTypes: ["servicePrincipal"] },
        ...servicePrincipal,
      },
    ]);
    return made;
  });
  return odd;
}

describe("a filter of the sign-in report", () => {
  it.each([...BOTH, ...V1_ONLY, ...JOINED])("finds in v1.0 by %s", async (filter, ids) => {
    expect(await idsOf("v1.0", filter)).toEqual(ids);
  });

  it.each([...BOTH, ...BETA_ONLY, ...JOINED, ...JOINED_BETA])("finds in beta by %s", async (filter, ids) => {
    expect(await idsOf("beta", filter)).toEqual(ids);
  });

  it.each(["v1.0", "beta"] as const)("has a row above for every property and operator of %s", (version) => {
    const rows = [...BOTH, ...(version === "beta" ? BETA_ONLY : V1_ONLY)].map(([filter]) => filter.toLowerCase());
    const missing = SIGN_IN_FILTERS[version].flatMap(({ path, operators, kind }) =>
      operators
        .filter((operator) => {
          const name = path.toLowerCase();
          const many = kind === "texts" ? `${name}/any(` : name;
          return !rows.some((row) =>
            operator === "startsWith"
              ? row.includes("startswith(") && row.includes(name)
              : row.includes(many) && row.includes(` ${operator} `),
          );
        })
        .map((operator) => `${path} ${operator}`),
    );
    expect(missing).toEqual([]);
  });

  it.each([
    ["userDisplayName", "position 15"],
    ["userDisplayName eq 'ada", "unterminated string literal at position 19"],
    ["userDisplayName ne 'ada'", "'ne' is not supported for 'userDisplayName'; allowed: eq, startsWith at position 16"],
    ["userDisplayName gt 'a'", "position 16"],
    ["contains(userDisplayName,'a')", "position 0"],
    ["not startsWith(userDisplayName,'a')", "'not' is not supported at position 0"],
    ["not (userId eq 'a')", "'not' is not supported at position 0"],
    ["userId in ('a','b')", "position 7"],
    ["nobody eq 'a'", "Could not find a property named 'nobody' on type 'microsoft.graph.signIn' at position 0"],
    ["status/failureReason eq 'a'", "'status/failureReason' cannot be filtered by at position 0"],
    ["isInteractive eq true", "'isInteractive' cannot be filtered by at position 0"],
    ["userId eq null", "position 10"],
    ["userId eq 7", "position 10"],
    ["status/errorCode eq '0'", "position 20"],
    ["status/errorCode eq 1.5", "position 20"],
    ["status/errorCode eq 99999999999", "position 20"],
    ["createdDateTime ge '2026-01-01T00:00:00Z'", "position 19"],
    ["createdDateTime ge 2026-02-30T00:00:00Z", "position 19"],
    ["createdDateTime ge yesterday", "position 19"],
    ["riskEventTypes_v2 eq 'x'", "holds several values"],
    ["userId/any(t: t eq 'x')", "holds one value"],
    ["riskEventTypes_v2/any(t: x eq 'x')", "position 25"],
    ["riskEventTypes_v2/all(t: t eq 'x')", "position 18"],
    ["riskEventTypes_v2/any(t: t eq 'x' and t eq 'y')", "only be joined by or"],
    ["(userId eq 'a'", "position 14"],
    ["userId eq 'a')", "position 13"],
    ["userId eq 'a' and", "position 17"],
    ["userId eq 'a' userId eq 'b'", "position 14"],
    ["", "position 0"],
    ["userId eq 'a' ; drop table sign_ins", "character ';' is not valid at position 14"],
  ])("is refused with the place of the problem: %s", async (filter, problem) => {
    const asked = idsOf("beta", filter);
    await expect(asked).rejects.toThrow(InvalidInputError);
    await expect(asked).rejects.toThrow(problem);
  });

  it("may ask for both kinds of users, and not for users and applications at once", async () => {
    const mixed = "signInEventTypes/any(t: t eq 'interactiveUser' or t eq 'servicePrincipal')";
    await expect(idsOf("beta", mixed)).rejects.toThrow("cannot be asked for in one request");
    await expect(idsOf("v1.0", "signInEventTypes/any(t: t eq 'interactiveUser')")).rejects.toThrow("Could not find");
  });

  it.each([
    ["startsWith(userAgent,'łuk')", "user"],
    ["startsWith(userAgent,'  ŁUK')", "user"],
    ["startsWith(userDisplayName,'  Łuk b')", "user"],
    ["appDisplayName eq 'ŁUK  '", "user"],
    ["ipAddress eq '2001:DB8::1'", "user"],
    ["ipAddress eq '[2001:db8::1]:443'", "user"],
    ["startsWith(ipAddress,'2001:DB8')", "user"],
    ["appId eq 'f1'", "user"],
    [`${SERVICE}startsWith(servicePrincipalId,'F')`, "service"],
    [`${SERVICE}servicePrincipalId eq 'F2'`, "service"],
    ["startsWith(userDisplayName,'  ')", undefined],
    ["authenticationRequirement eq 'single'", undefined],
  ])("finds whatever the letter case, blanks and notation: %s", async (filter, id) => {
    const { scope } = await oddTenant();
    const params = new URLSearchParams({ $filter: filter, $select: "id" });
    const { records } = await listSignInReport(scope, { version: "beta", params });
    expect(records.map((record) => JSON.parse(record).id)).toEqual(id ? [id] : []);
  });

  it("finds each record by every value that the report gives of it", { timeout: 120_000 }, async () => {
    const { scope } = await site.createTenant();
    const signIn = fc.record({
      text: fc.array(oddText, { minLength: 5, maxLength: 5 }),
      ip: ODD_ADDRESS,
      isUser: fc.boolean(),
    });
    let count = 0;
    await fc.assert(
      fc.asyncProperty(signIn, async ({ text, ip, isUser }) => {
        const id = `odd-${++count}`;
        await storeKnown(scope, [oddSignIn(text, { id, ipAddress: ip, isUser })]);
        const log = isUser ? "" : SERVICE;
        const ask = async (filter: string) => {
          const params = new URLSearchParams({ $filter: `${log}(${filter})` });
          const { records } = await listSignInReport(scope, { version: "beta", unknownMembers: true, params });
          return records.map((record): JsonObject => JSON.parse(record));
        };
        const [record = {}] = await ask(`id eq '${id}'`);
        const values = ownValues(SIGN_IN_FILTERS.beta, record);
        expect(values.length).toBeGreaterThan(20);
        for (const filter of joined(values)) {
          const found = (await ask(filter)).map((each) => each.id);
          expect(found, filter).toContain(id);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("gives rows of the tenant or a refusal, whatever is asked", { timeout: 120_000 }, async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(randomFilter(SIGN_IN_FILTERS.beta, DAY), async (filter) => {
        const params = new URLSearchParams({ $filter: filter, $select: "id" });
        try {
          const { records } = await listSignInReport(tenant.scope, { version: "beta", params });
          found += records.length;
          for (const record of records) expect(JSON.parse(record).id).not.toContain("foreign");
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInputError);
        }
      }),
      { numRuns: 250 },
    );
    expect(found).toBeGreaterThan(3);
  });
});

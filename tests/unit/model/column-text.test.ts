/** What every column of every log says of the committed events: what is not named here was not recorded. */
import { beforeAll, describe, expect, it } from "vitest";
import { categoryByCode } from "@/lib/model/categories";
import { columnText, NOT_RECORDED } from "@/lib/model/column-text";
import type { ColumnKey } from "@/lib/model/columns";
import { mfaMethod, mfaResult } from "@/lib/model/second-factor";
import type { JsonObject, NormalisedSignIn } from "@/lib/model/sign-in-record";
import type { SignInListItem } from "@/lib/model/sign-in-view";
import { restoreRecord, splitRecord } from "@/lib/records/columns";
import { presentSignIn } from "@/lib/services/sign-ins/present-sign-in";
import { understoodFile } from "../records/fixtures";

type Texts = Partial<Record<ColumnKey, string>>;

interface Row {
  file: string;
  /** Of several events in a file, the one with this id. */
  id?: string;
  log: string;
  texts: Texts;
}

const CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";

const ROWS: Row[] = [
  {
    file: "made-by-hand/interactive.every-column.json",
    log: "interactive",
    texts: {
      date: "6 May 2031, 07:08:09",
      requestId: "3c3d3e3f-0000-4000-8000-000000000001",
      correlationId: "4c4d4e4f-0000-4000-8000-000000000001",
      status: "Interrupted",
      errorCode: "50074",
      failureReason: "Strong authentication is required.",
      conditionalAccess: "Failure",
      authenticationRequirement: "Multifactor",
      mfaResult: "MFA denied; user did not answer",
      mfaMethod: "Text message",
      latency: "12\u202f345 ms",
      flaggedForReview: "Yes",
      user: "Ada Berg",
      username: "Ada.Berg@acorn.example",
      userId: "6f6e6d6c-0001-4000-8000-000000000001",
      userType: "Member",
      signInIdentifier: "+47 400 00 000",
      homeTenantId: "1f1e1d1c-0b0a-4908-8706-050403020100",
      homeTenantName: "Birch",
      crossTenantAccessType: "B2B collaboration",
      application: "Office Portal",
      applicationId: "7a7b7c7d-1111-4000-8000-000000000001",
      appOwnerTenantId: "7a7b7c7d-2222-4000-8000-000000000001",
      resource: "Mail",
      resourceId: "7a7b7c7d-3333-4000-8000-000000000001",
      resourceTenantId: "0f0e0d0c-0b0a-4908-8706-050403020100",
      ipAddress: "192.0.2.44",
      location: "Bergen, NO",
      autonomousSystemNumber: "64500",
      throughGlobalSecureAccess: "Yes",
      clientApp: "Browser",
      userAgent: "Mozilla/5.0 (X11; Linux x86_64; rv:151.0) Gecko/20100101 Firefox/151.0",
      browser: "Firefox 151.0",
      operatingSystem: "Windows 11",
      deviceId: "5a5b5c5d-0000-4000-8000-000000000001",
      joinType: "Hybrid Azure AD joined",
      managed: "Yes",
      compliant: "No",
      authenticationProtocol: "Device code",
      clientCredentialType: "None",
      incomingTokenType: "Primary refresh token",
      tokenIssuerType: "AD Federation Services",
      tokenIssuerName: "sts.acorn.example",
      uniqueTokenIdentifier: "dW5pcXVlLXRva2VuLTAwMQ",
      sessionId: "9a9b9c9d-0000-4000-8000-000000000001",
      riskLevelAggregated: "High",
      riskLevelDuringSignIn: "Medium",
      riskState: "At risk",
    },
  },
  {
    file: "panther-analysis/azure_excessive_account_lockouts__2_Microsoft_Corporate_ASN_Excluded.json",
    log: "interactive",
    texts: {
      date: "15 Jan 2025, 10:45:12",
      requestId: "x-3cbaa8e4-9517-798f-14b7-e7657b4f3559",
      correlationId: "ms-corp-lockout-001",
      status: "Failure",
      errorCode: "50053",
      failureReason:
        "Account is locked. The user has tried to sign in too many times with an incorrect user ID or password.",
      authenticationRequirement: "Single factor",
      user: "user-ms-001",
      username: "user1@microsoft.com",
      userId: "user-ms-001",
      application: "Microsoft Office",
      resource: "Microsoft Graph",
      ipAddress: "13.64.151.161",
      location: "Redmond, US",
      autonomousSystemNumber: "8075",
      userAgent: "Microsoft Office/16.0",
    },
  },
  {
    file: "msticpy/aad_logons.ndjson.gz",
    id: "121dca00-0930-40fe-9b69-bbc1e33c3500",
    log: "interactive",
    texts: {
      date: "20 May 2020, 18:32:44",
      requestId: "121dca00-0930-40fe-9b69-bbc1e33c3500",
      correlationId: "d5ef0f81-318f-4881-8df1-8415aab77d1a",
      status: "Success",
      errorCode: "0",
      failureReason: "None",
      conditionalAccess: "Not applied",
      latency: "394 ms",
      user: "Zack Von",
      username: "zvon@seccxp.ninja",
      userId: "2566a1a6-4d03-40d2-8836-6c8cf1ce517f",
      application: "Azure Portal",
      applicationId: "c44b4083-3bb0-49c1-b47d-974e53cbdf3c",
      resource: "Windows Azure Service Management API",
      resourceId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
      ipAddress: "24.16.133.227",
      location: "Bellevue, US",
      clientApp: "Browser",
      userAgent: `${CHROME} Chrome/81.0.4044.138 Safari/537.36 Edg/81.0.416.72`,
      browser: "Edge 81.0.416",
      operatingSystem: "Windows 10",
      tokenIssuerType: "Azure AD",
      riskLevelAggregated: "None",
      riskLevelDuringSignIn: "None",
      riskState: "None",
    },
  },
  {
    file: "datadog-integrations-core/azure_active_directory__sample02_signin.json",
    log: "non-interactive",
    texts: {
      date: "13 May 2020, 12:35:19",
      requestId: "b95c8eca-487b-4631-b6e5-0469cb7c0800",
      user: "Test Test",
      application: "ACOM Azure Website",
      status: "Success",
      ipAddress: "192.182.149.21",
      resource: "Windows Azure Active Directory",
      resourceId: "00000002-0000-0000-c000-000000000000",
      count: "1",
    },
  },
  {
    file: "panther-analysis/azure_failed_signins__0_Failed_Sign_In.json",
    log: "service-principal",
    texts: {
      date: "26 Jul 2023, 22:58:30",
      requestId: "36658c78-02d9-4d8f-84ee-5ca4a3fdefef",
      servicePrincipal: "some-service-principal",
      status: "Failure",
      ipAddress: "12.12.12.12",
      resource: "Azure Storage",
      resourceId: "037694de-8c7d-498d-917d-edb650090fa5",
      count: "1",
    },
  },
  {
    file: "made-by-hand/managed-identity.json",
    log: "managed-identity",
    texts: {
      date: "6 May 2031, 09:10:11",
      managedIdentity: "vm-nightly-backup",
      managedIdentityId: "2d2e2f20-0000-4000-8000-000000000001",
      status: "Success",
      resource: "Key Vault",
      resourceId: "7a7b7c7d-5555-4000-8000-000000000001",
      count: "1",
      requestId: "3c3d3e3f-0000-4000-8000-000000000004",
    },
  },
];

/** As a list hands an event out after it was stored in two halves. */
function listed(event: NormalisedSignIn, { riskHidden = false } = {}): SignInListItem {
  const { columns, rest } = splitRecord(event);
  const { category, createdAt, createdMs, id } = event;
  const row = {
    ...columns,
    category,
    createdAt,
    createdMs,
    id,
    tenantId: "",
    batchId: "",
    groupKey: "",
    firstBatchId: null,
  };
  const record = restoreRecord(columns, JSON.parse(rest) as JsonObject, category);
  return { ...presentSignIn(row), shown: { record, policiesHidden: false, riskHidden } };
}

const every = (keys: readonly ColumnKey[], text: (key: ColumnKey) => string) =>
  Object.fromEntries(keys.map((key) => [key, text(key)]));

/** What Signbook and people say of a sign-in, of which no record tells. */
const BESIDE_THE_RECORD: Partial<Record<ColumnKey, string>> = { unusual: "No", reported: "None" };

it.each(ROWS)("each column of the $log log says the right thing of $file", async ({ file, id, log, texts }) => {
  const event = (await understoodFile(file)).find((each) => id === undefined || each.id === id);
  const signIn = listed(event as NormalisedSignIn);
  expect(signIn.category).toBe(log);
  const category = categoryByCode((event as NormalisedSignIn).category);
  const columns = category.optionalColumns.length > 0 ? category.optionalColumns : category.columns;
  expect(every(columns, (key) => columnText(key, signIn, "UTC")?.text ?? NOT_RECORDED)).toEqual({
    ...every(columns, (key) => BESIDE_THE_RECORD[key] ?? NOT_RECORDED),
    ...texts,
  });
});

describe("a column", () => {
  let full: NormalisedSignIn;
  beforeAll(async () => {
    [full] = (await understoodFile("made-by-hand/interactive.every-column.json")) as [NormalisedSignIn];
  });

  it("is one of the list's own without the record, and says nothing of what only the record has", () => {
    const { shown: _, ...narrow } = listed(full);
    expect(columnText("browser", narrow, "UTC")?.text).toBe("Firefox 151.0");
    expect(columnText("username", narrow, "UTC")?.text).toBe("ada.berg@acorn.example");
    expect(columnText("latency", narrow, "UTC")).toBeUndefined();
    expect(columnText("riskState", narrow, "UTC")).toBeUndefined();
  });

  it("of risk reads hidden without the license, whether or not the record has it", () => {
    const bare = { ...full, record: {} };
    for (const event of [full, bare]) {
      for (const key of ["riskLevelAggregated", "riskLevelDuringSignIn", "riskState"] as const) {
        expect(columnText(key, listed(event, { riskHidden: true }), "UTC")?.text).toBe("hidden");
      }
    }
  });

  it("explains in its second line what it leaves out", () => {
    const aside = (key: ColumnKey) => columnText(key, listed(full), "UTC")?.aside;
    expect(aside("user")).toBe("ada.berg@acorn.example");
    expect(aside("application")).toBe("7a7b7c7d-1111-4000-8000-000000000001");
    expect(aside("tokenIssuerType")).toBe("ADFederationServices");
    expect(aside("failureReason")).toMatch(/first factor/);
    expect(aside("browser")).toBeUndefined();
  });

  it("shows a word that we do not know as it was sent, and an unknown outcome as none", () => {
    const odd = { ...full, record: { authenticationProtocol: "telepathy", status: { errorCode: "n/a" } } };
    expect(columnText("authenticationProtocol", listed(odd), "UTC")?.text).toBe("telepathy");
    expect(columnText("errorCode", listed(odd), "UTC")).toBeUndefined();
  });

  it("of the failure reason is in our words where the provider gave none", () => {
    const wordless = { ...full, record: { status: { errorCode: 50126 } } };
    expect(columnText("failureReason", listed(wordless), "UTC")?.text).toMatch(/password/);
  });
});

describe("the second factor", () => {
  const step = (requirement: string, result: string, method?: string): JsonObject => ({
    authenticationStepRequirement: requirement,
    authenticationStepResultDetail: result,
    ...(method ? { authenticationMethod: method } : {}),
  });

  it.each<[string, JsonObject, boolean, string | undefined, string | undefined]>([
    [
      "what the outcome says",
      { status: { additionalDetails: "MFA completed in Azure AD" } },
      true,
      "MFA completed in Azure AD",
      undefined,
    ],
    [
      "an outcome that is about something else",
      { status: { additionalDetails: "Some other note" } },
      true,
      undefined,
      undefined,
    ],
    [
      "the last step that was one",
      { authenticationDetails: [step("MFA", "Sent", "Text message"), step("MultiConditionalAccess", "Accepted")] },
      true,
      "Accepted",
      "Text message",
    ],
    [
      "no first step",
      { authenticationDetails: [step("Primary authentication", "Accepted", "Password")] },
      true,
      undefined,
      undefined,
    ],
    ["the method as summed up", { mfaDetail: { authMethod: "Phone call" } }, false, undefined, "Phone call"],
    [
      "a success that needed none",
      { authenticationRequirement: "singleFactorAuthentication" },
      true,
      "Not required",
      undefined,
    ],
    [
      "no verdict on a failure, which may have ended before",
      { authenticationRequirement: "singleFactorAuthentication" },
      false,
      undefined,
      undefined,
    ],
  ])("is told by %s", (_, record, succeeded, result, method) => {
    expect([mfaResult(record, succeeded), mfaMethod(record)]).toEqual([result, method]);
  });
});

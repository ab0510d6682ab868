import { describe, expect, it } from "vitest";
import { additionalFacts } from "@/app/[tenant]/sign-ins/[category]/pane/facts/additional-facts";
import { factorFacts, requirementFacts } from "@/app/[tenant]/sign-ins/[category]/pane/facts/authentication-facts";
import { basicFacts } from "@/app/[tenant]/sign-ins/[category]/pane/facts/basic-facts";
import { deviceFacts } from "@/app/[tenant]/sign-ins/[category]/pane/facts/device-facts";
import { leftoverFacts } from "@/app/[tenant]/sign-ins/[category]/pane/facts/leftovers";
import { locationFacts } from "@/app/[tenant]/sign-ins/[category]/pane/facts/location-facts";
import { tabsOf } from "@/app/[tenant]/sign-ins/[category]/pane/pane-tabs";
import { type AppliedPolicy, appliedPolicies } from "@/lib/model/applied-policies";
import { recordReader } from "@/lib/model/record-reader";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { detailOf, detailOfEvent } from "@/tests/helpers/details";
import { graphSignIn } from "@/tests/helpers/events";
import { readFixture, understoodFile } from "../records/fixtures";

const DATADOG = "datadog-integrations-core/azure_active_directory__sample02_signin.json";
const WRONG_SECRET = "panther-analysis/azure_failed_signins__0_Failed_Sign_In.json";
const TABS = [basicFacts, locationFacts, deviceFacts, requirementFacts, factorFacts, additionalFacts];

/** All facts of all tabs by their label. */
function factsOf(detail: SignInDetail): Record<string, string> {
  const groups = TABS.flatMap((tab) => tab(detail, recordReader(detail.record), "UTC"));
  const told = groups.flatMap(({ facts }) => facts).filter(({ value }) => value !== undefined);
  return Object.fromEntries(told.map(({ label, value }) => [label, value as string]));
}

describe("the facts of a real user’s sign-in", () => {
  const detail = detailOf(readFixture(DATADOG));

  it("tell who, how, to what, from where, on what", () => {
    expect(factsOf(detail)).toMatchObject({
      Status: "Success",
      User: "Test Test",
      "User name": "testtest@datadoghq.com",
      "User ID": "0abb8889-005c-4307-85c2-97a5d3cd0964",
      "Client app": "Browser",
      "Token issuer type": "Azure AD",
      Latency: "131 ms",
      Application: "ACOM Azure Website",
      "Application ID": "23523755-3a2b-41ca-9315-f81f3f566a95",
      Resource: "Windows Azure Active Directory",
      "Request ID": "b95c8eca-487b-4631-b6e5-0469cb7c0800",
      "Correlation ID": "d47198c3-f726-47b8-b683-3f6244c9ceb5",
      City: "Kirkland",
      Country: "US",
      "IP address": "192.182.149.21",
      Browser: "Chrome 81.0.4044",
      "Operating system": "Windows 10",
      "Additional details": "MFA requirement satisfied by claim in the token",
    });
    expect(tabsOf(detail)).toHaveLength(7);
  });

  it("tell each policy with its controls and conditions in words", () => {
    expect(appliedPolicies(recordReader(detail.record))).toMatchObject<Partial<AppliedPolicy>[]>([
      {
        name: "Require MFA",
        result: "success",
        grantControls: ["Second factor"],
        satisfied: ["Application", "User"],
        notSatisfied: [],
      },
    ]);
  });

  it("tell of a disputed kind what each source said", () => {
    expect(detail.category).toBe("non-interactive");
    expect(detail.notes.join()).toContain("disagrees with itself");
    expect(leftoverFacts(detail)).toContainEqual({ label: "envelope.category", value: "SignInLogs", id: true });
  });
});

describe("the facts of a program’s sign-in", () => {
  it("tell the service principal and no device, steps or person", () => {
    const detail = detailOf(readFixture(WRONG_SECRET));
    const facts = factsOf(detail);
    expect(facts).toMatchObject({
      "Service principal": "some-service-principal",
      "Service principal ID": "b1c34143-e405-4058-8e29-84596ad737b8",
      "Error code": "7000215",
      "Resource service principal ID": "a225221f-8cc5-411a-9cc7-5e1394b8a5b8",
      "Azure AD App Authentication Library": "Empty",
    });
    expect(facts).not.toHaveProperty("User");
    expect(tabsOf(detail)).toEqual(["basic", "location", "conditional-access", "report-only", "additional"]);
  });

  it("tell its credential", () => {
    const program: JsonObject = {
      ...graphSignIn({ userId: null, userPrincipalName: null, userDisplayName: null, isInteractive: false }),
      ...{ signInEventTypes: ["servicePrincipal"], servicePrincipalId: "sp", servicePrincipalName: "backup" },
      ...{ clientCredentialType: "federatedIdentityCredential", federatedCredentialId: "fic-1" },
      ...{ servicePrincipalCredentialKeyId: "key-1", servicePrincipalCredentialThumbprint: "AB12" },
    };
    expect(factsOf(detailOf(program))).toMatchObject({
      "Credential type": "Federated credential",
      "Credential key ID": "key-1",
      "Credential thumbprint": "AB12",
      "Federated credential ID": "fic-1",
    });
  });

  it("tell a managed identity’s type, without tabs that do not apply", () => {
    const identity: JsonObject = {
      ...graphSignIn({ userId: null, userPrincipalName: null, userDisplayName: null, deviceDetail: null }),
      ...{ signInEventTypes: ["managedIdentity"], servicePrincipalId: "mi", servicePrincipalName: "vm" },
      managedServiceIdentity: { msiType: "systemAssigned", associatedResourceId: "/subscriptions/1" },
    };
    const detail = detailOf(identity);
    expect(factsOf(detail)).toMatchObject({
      "Managed identity": "vm",
      "Identity type": "systemAssigned",
      "Associated resource": "/subscriptions/1",
    });
    expect(tabsOf(detail)).toEqual(["basic", "location", "additional"]);
  });
});

describe("risk", () => {
  it("reads `hidden` in every field without the license, whatever the provider sent", () => {
    const risky = graphSignIn({ riskLevelAggregated: "high", riskEventTypes_v2: ["unlikelyTravel"], isRisky: true });
    const detail = detailOf(risky, { license: "premium_p1" });
    const risk = Object.entries(factsOf(detail)).filter(([label]) => label.startsWith("Risk"));
    expect(risk.map(([, value]) => value)).toEqual(Array(5).fill("hidden"));
    expect(detail.record).toMatchObject({ isRisky: "hidden" });
    expect(factsOf(detailOf(risky))).toMatchObject({
      "Risk level, aggregated": "High",
      "Risk events": "unlikelyTravel",
    });
  });
});

describe("newer shapes of a policy", () => {
  const policy = {
    ...{ id: "p", displayName: "P", result: "reportOnlyFailure", enforcedGrantControls: ["Block"] },
    includeRulesSatisfied: [{ conditionalAccessCondition: "application", ruleSatisfied: "allApps" }],
    excludeRulesSatisfied: [{ conditionalAccessCondition: "users", ruleSatisfied: "groupId" }],
    authenticationStrength: { displayName: "Passkeys", authenticationStrengthResult: "notSet" },
    sessionControlsNotSatisfied: ["SignInFrequency"],
  };
  const record = graphSignIn({ appliedConditionalAccessPolicies: [policy] });

  it("tell the rules that took the sign-in in or left it out", () => {
    expect(appliedPolicies(recordReader(detailOf(record).record))).toMatchObject([
      {
        reportOnly: true,
        includedBy: ["Application: allApps"],
        excludedBy: ["User: groupId"],
        authenticationStrength: "Passkeys: notSet",
        sessionControlsNotSatisfied: ["Sign-in frequency"],
      },
    ]);
  });

  it("are hidden from a reports reader under whatever name they came", () => {
    const spelled = { ...record, ConditionalAccessPoliciesV3: [policy], tokenPolicy: { name: "Secret rule" } };
    const detail = detailOf(spelled, { role: "reports-reader" });
    expect(detail.record.conditionalAccessStatus).toBe("notApplied");
    expect(JSON.stringify(detail.record)).not.toMatch(/Passkeys|Secret rule|allApps/);
  });
});

describe("everything that came", () => {
  /** Said in other words, or left out because it says that there is nothing. */
  const REWORDED = /^(none|true|false|0|AzureAD|AzureAd|(single|multi)FactorAuthentication|)$/i;

  const IN_TABLES = ["authenticationDetails", "appliedConditionalAccessPolicies", "conditionalAccessStatus"];

  it("stands in some tab, in real records of every shape", async () => {
    const events = [
      ...(await understoodFile("msticpy/aad_logons.ndjson.gz")),
      ...(await understoodFile("azure-sentinel-notebooks/aad_logons.first3.ndjson")),
    ];
    const details = [
      detailOf(readFixture(DATADOG)),
      detailOf(readFixture(WRONG_SECRET)),
      ...events.map((each) => detailOfEvent(each)),
    ];
    for (const detail of details) {
      const rest = { ...detail.record };
      for (const inTable of IN_TABLES) delete rest[inTable];
      const shown = [
        ...Object.entries(factsOf(detail)).flat(),
        ...leftoverFacts(detail).map(({ value }) => value),
      ].join("\n");
      const shownLow = shown.toLowerCase();
      expect(leaves(rest).filter((text) => !REWORDED.test(text) && !shownLow.includes(text.toLowerCase()))).toEqual([]);
    }
    expect(details.length).toBeGreaterThan(50);
  });
});

function leaves(value: JsonValue): string[] {
  if (value === null) return [];
  return typeof value === "object" ? Object.values(value).flatMap(leaves) : [String(value).trim()];
}

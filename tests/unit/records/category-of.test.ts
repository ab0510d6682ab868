import { describe, expect, it } from "vitest";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { readFixture, refused, understood } from "./fixtures";

interface DisputedCase {
  title: string;
  category: number;
  disputed: boolean;
  record: JsonObject;
}

const CASES = readFixture<DisputedCase[]>("made-by-hand/disputed-categories.json");

describe("the category of a record", () => {
  it.each(CASES.map((each) => [each.title, each] as const))("%s", (_title, { record, category, disputed }) => {
    const { category: decided, notes } = understood(record);
    expect(decided).toBe(category);
    expect(notes.some((note) => note.includes("disagrees with itself"))).toBe(disputed);
  });

  it("is shown from both sources in a note, and the envelope's stays in the record, where they disagree", () => {
    const { notes, record } = understood(CASES[0]!.record);
    expect(notes).toEqual([
      "The record disagrees with itself on its kind: signInEventTypes says non-interactive, the category SignInLogs says interactive, isInteractive says non-interactive. It is kept as non-interactive.",
    ]);
    expect(record.envelope).toMatchObject({ category: "SignInLogs" });
  });

  it("leaves no trace in the record where all agree", () => {
    const agreed = CASES.find(({ title }) => title.startsWith("the managed identities' envelope"))!;
    const { notes, record } = understood(agreed.record);
    expect(notes).toEqual([]);
    expect(record.envelope).not.toHaveProperty("category");
  });

  it("keeps the names of unusual categories, and AD FS as the issuer of its sign-ins", () => {
    const adfs = understood(CASES.find(({ title }) => title.startsWith("AD FS"))!.record);
    expect(adfs.record).toMatchObject({
      tokenIssuerType: "ADFederationServices",
      envelope: { category: "ADFSSignInLogs" },
    });
    const own = understood(CASES.find(({ title }) => title.startsWith("Microsoft's"))!.record);
    expect(own.record.envelope).toMatchObject({ category: "MicrosoftServicePrincipalSignInLogs" });
    expect(own.record).not.toHaveProperty("tokenIssuerType");
  });

  it("moves a real record of the interactive envelope that was not interactive", () => {
    const real = understood(readFixture("datadog-integrations-core/azure_active_directory__sample02_signin.json"));
    expect(real.category).toBe(2);
    expect(real.notes).toHaveLength(1);
  });
});

describe("records that are no sign-ins", () => {
  it.each([
    [
      "panther-analysis/azure_mfa_disabled__0_MFA_Disabled_Successful.json",
      "not_a_sign_in",
      "Category AuditLogs is not a sign-in category.",
    ],
    [
      "panther-analysis/azure_auth_methods_policy_oidc_change__1_Non_OIDC_Policy_Change.json",
      "not_a_sign_in",
      "Category Policy is not a sign-in category.",
    ],
    [
      "panther-analysis/microsoft_graph_passthrough__1_Password_Spray_Event_v2.json",
      "unknown_category",
      "Category PasswordSpray is not a sign-in category.",
    ],
    [
      "panther-analysis/okta_login_signal__1_Successful_Login.json",
      "not_a_sign_in",
      "The record is not a sign-in. It has no sign-in category and no property of a sign-in",
    ],
  ])("are refused with what they are: %s", (name, code, message) => {
    const rejection = refused(readFixture(name));
    expect(rejection.code).toBe(code);
    expect(rejection.message).toContain(message);
  });

  it.each([
    [
      { time: "2031-01-01T00:00:00Z", category: "ProvisioningLogs", properties: {} },
      "not_a_sign_in",
      "ProvisioningLogs",
    ],
    [
      { time: "2031-01-01T00:00:00Z", category: "UserRiskEvents", properties: { riskEventType: "x" } },
      "not_a_sign_in",
      "UserRiskEvents",
    ],
    [{ time: "2031-01-01T00:00:00Z", category: "TeaLogs", properties: { appId: "x" } }, "unknown_category", "TeaLogs"],
    [{ time: "2031-01-01T00:00:00Z", category: 7, properties: {} }, "unknown_category", "7"],
    [{ id: "x", activityDisplayName: "Add user", category: "UserManagement" }, "not_a_sign_in", "UserManagement"],
    [{ id: "x", riskEventType: "x", userPrincipalName: "a@b", userId: "u" }, "not_a_sign_in", "riskEventType"],
    [
      { TimeGenerated: "2031-01-01T00:00:00Z", Type: "AuditLogs", Category: "UserManagement" },
      "not_a_sign_in",
      "UserManagement",
    ],
    [{}, "not_a_sign_in", "no sign-in category"],
    [[], "not_an_object", "a list"],
    ["text", "not_an_object", "a text"],
    [null, "not_an_object", "null"],
    [42, "not_an_object", "a number"],
  ])("are refused by name: %j", (value, code, name) => {
    const rejection = refused(value);
    expect(rejection.code).toBe(code);
    expect(rejection.message).toContain(name);
  });

  it("are stored all the same when they name an event type of a sign-in", () => {
    const record = {
      time: "2031-01-01T00:00:00Z",
      category: "NewLogs",
      properties: { signInEventTypes: ["servicePrincipal"] },
    };
    expect(understood(record)).toMatchObject({ category: 3, record: { envelope: { category: "NewLogs" } } });
  });
});

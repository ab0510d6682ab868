import { describe, expect, it } from "vitest";
import type { NormalisedActivity } from "@/lib/model/activity-record";
import { auditColumns } from "@/lib/records/activities/audit-columns";
import { provisioningColumns } from "@/lib/records/activities/provisioning-columns";
import { readFileRecords } from "@/lib/records/read-file";
import { shiftEvent } from "@/lib/records/shift-event";
import { isActivity, understand } from "@/lib/records/understand";
import { fixturePath, readAll, readFixture, valueIn } from "../fixtures";

function activity(value: unknown): NormalisedActivity {
  const understood = understand(value);
  if ("rejection" in understood) throw new Error(understood.rejection.message);
  if (!isActivity(understood)) throw new Error("It was taken for a sign-in.");
  return understood;
}

async function activities(name: string): Promise<NormalisedActivity[]> {
  return (await readAll(readFileRecords(fixturePath(name)))).map((record) => activity(valueIn(record)));
}

describe("a directory audit", () => {
  it("is understood from a diagnostic envelope", () => {
    const audit = activity(readFixture("panther-analysis/azure_mfa_disabled__0_MFA_Disabled_Successful.json"));
    expect(audit).toMatchObject({ kind: "audit", record: { category: expect.any(String) } });
    expect(auditColumns(audit.record)).toMatchObject({ actorKind: "user", result: "success" });
  });

  it("takes from the envelope what it does not say itself, the category in the wrong place included", () => {
    const elevated = activity(
      readFixture(
        "panther-analysis/azure_elevate_user_access_admin__0_User_Elevated_to_User_Access_Administrator.json",
      ),
    );
    expect(auditColumns(elevated.record)).toMatchObject({
      ...{ service: "Microsoft.Authorization", result: "success", operationType: "Assign" },
      activity: "User has elevated their access to User Access Administrator for their Azure Resources",
      ...{ actorUpn: "denethor@lotr.com", ipText: "2.2.2.2", correlationId: "elevate-access-001" },
      actorKeys: ["senior administrator", "denethor@lotr.com", "user-admin-789"],
    });
    const policy = activity(
      readFixture("panther-analysis/azure_auth_methods_policy_oidc_change__1_Non_OIDC_Policy_Change.json"),
    );
    expect(auditColumns(policy.record).category).toBe("Policy");
  });

  it("is understood from the rows of a log-analytics table, whose nested values are texts", async () => {
    const [first, second] = await activities("otrf-security-datasets/AADAuditEvents.json");
    expect(first).toMatchObject({
      id: "Directory_10065ffb-8199-48bc-8ff5-912cb5b8295a_AUMVX_13992832",
      createdAt: new Date("2021-08-02T13:29:25Z"),
      createdMs: 983,
      record: {
        operationType: "Update",
        targetResources: [{ displayName: "SimuLandApp", modifiedProperties: [{ displayName: "KeyDescription" }, {}] }],
        InitiatingUserOrApp: "pgustavo@simulandlabs.com",
      },
    });
    expect(auditColumns(first!.record)).toMatchObject({
      ...{ category: "ApplicationManagement", service: "Core Directory", actorName: "pgustavo@simulandlabs.com" },
      activity: "Update application – Certificates and secrets management",
      ...{ targetId: "11b49e19-2326-4be6-93cb-7f37439bbd81", targetType: "Application", ipText: null },
    });
    expect(second?.kind).toBe("audit");
  });

  it("is understood as a Graph object, by an application, on several targets, with properties of its own", () => {
    const audit = activity({
      ...{ id: "a-1", category: "Device", activityDateTime: "2031-01-01T00:00:00Z", result: "failure" },
      ...{ activityDisplayName: "Update device", loggedByService: "Core Directory", ownProperty: { deep: [1] } },
      initiatedBy: { app: { displayName: "Sync", servicePrincipalId: "sp-9" }, user: null },
      targetResources: [
        { id: "d-1", displayName: "Laptop", Type: "Device" },
        { id: "u-1", userPrincipalName: "A@b.c" },
      ],
    });
    expect(audit.record).toMatchObject({ ownProperty: { deep: [1] }, category: "Device" });
    expect(auditColumns(audit.record)).toMatchObject({
      ...{ actorKind: "client", actorId: "sp-9", actorName: "Sync", result: "failure", targetType: "Device" },
      targetKeys: ["laptop", "d-1", "u-1", "a@b.c"],
    });
  });

  it.each([
    [{ category: "AuditLogs", time: "2031-01-01T00:00:00Z" }, "missing_field", "no activity"],
    [{ category: "AuditLogs", properties: { activityDisplayName: "x" } }, "missing_time", "no time"],
    [{ activityDateTime: "soon", activityDisplayName: "x" }, "unreadable_time", '"soon"'],
    [{ id: "x".repeat(201), activityDateTime: "2031-01-01", activityDisplayName: "x" }, "invalid_field", "201"],
    [{ category: "ProvisioningLogs", time: "2031-01-01T00:00:00Z", properties: {} }, "missing_field", "neither"],
  ])("that says too little is refused by name: %j", (value, code, words) => {
    expect(understand(value)).toMatchObject({ rejection: { code, message: expect.stringContaining(words) } });
  });
});

describe("a provisioning record", () => {
  it("is understood in an envelope, with its numbers written out and its capitals lowered", async () => {
    const [skipped] = await activities("made-by-hand/provisioning.ndjson");
    expect(skipped).toMatchObject({
      ...{ kind: "provisioning", id: "prov-1", createdMs: 123 },
      record: {
        ...{ provisioningAction: "create", ownProperty: "kept", action: "Create", durationInMilliseconds: 712 },
        provisioningStatusInfo: { status: "skipped" },
        provisioningSteps: [
          { provisioningStepType: "import", status: "success" },
          { provisioningStepType: "processing", status: "skipped" },
        ],
        envelope: { correlationId: "change-1" },
      },
    });
    expect(provisioningColumns(skipped!.record)).toMatchObject({
      ...{ action: "create", status: "skipped", targetSystemName: "Teapot", jobId: "job-1", durationMs: 712 },
      ...{ sourceIdentityId: "user-ida", targetIdentityId: null, initiatedByName: "Provisioning Service" },
      identityKeys: ["ida lund", "user-ida", "ida@acorn.example"],
    });
  });

  it("is understood as a Graph object", async () => {
    const [, updated] = await activities("made-by-hand/provisioning.ndjson");
    expect(provisioningColumns(updated!.record)).toMatchObject({ action: "update", status: "success" });
    expect(updated!.record).not.toHaveProperty("envelope");
  });
});

describe("an activity moved in time", () => {
  it("keeps its spelling and fraction", async () => {
    const [moved] = (await activities("made-by-hand/provisioning.ndjson")).map((each) => shiftEvent(each, 60));
    expect(moved?.createdAt).toEqual(new Date("2031-03-04T05:07:07Z"));
    expect(moved?.record.activityDateTime).toBe("2031-03-04T05:07:07.1234567Z");
  });
});

import { describe, expect, it } from "vitest";
import type { JsonObject, NormalisedSignIn } from "@/lib/model/sign-in-record";
import { contentHash } from "@/lib/records/merge";
import { parseTime } from "@/lib/records/parse-time";
import { envelope, readFixture, TIME, understood, understoodFile } from "./fixtures";

describe("normalise", () => {
  it("takes identity and time out of an envelope and leaves the sign-in in Graph's shape", () => {
    const event = understood(readFixture("panther-analysis/azure_failed_signins__0_Failed_Sign_In.json"));
    expect(event).toMatchObject({
      category: 3,
      id: "36658c78-02d9-4d8f-84ee-5ca4a3fdefef",
      createdAt: new Date("2023-07-26T22:58:30Z"),
      createdMs: 983,
      notes: [],
    });
    expect(event.record).toMatchObject({
      createdDateTime: "2023-07-26 22:58:30.983201900",
      correlationId: "5889315c-c4ac-4807-99da-e17417eae786",
      ipAddress: "12.12.12.12",
      status: { errorCode: 7000215 },
      location: { city: "Dublin", countryOrRegion: "IE" },
      envelope: {
        time: "2023-07-26 23:00:20.889",
        correlationId: "e1f237ef-6548-4172-be79-03818c04c06e",
        p_log_type: "Azure.Audit",
      },
    });
    expect(event.record.id).toBeUndefined();
    for (const constant of [
      "operationName",
      "operationVersion",
      "resultType",
      "level",
      "durationMs",
      "callerIpAddress",
    ]) {
      expect(event.record.envelope).not.toHaveProperty(constant);
    }
  });

  it("fills in from the envelope what the sign-in itself does not say", () => {
    const { record } = understood(
      envelope(
        { ipAddress: "", location: { city: "Oslo", countryOrRegion: null }, userId: "u" },
        {
          ...{ callerIpAddress: "192.0.2.7", correlationId: "c-1", identity: "Ada Berg", location: "NO" },
          ...{ resultType: "50126", resultDescription: "Wrong password." },
        },
      ),
    );
    expect(record).toMatchObject({
      ipAddress: "192.0.2.7",
      correlationId: "c-1",
      userDisplayName: "Ada Berg",
      location: { city: "Oslo", countryOrRegion: "NO" },
      status: { errorCode: 50126, failureReason: "Wrong password." },
    });
    expect(record).not.toHaveProperty("envelope");
  });

  it("does not overwrite what the sign-in says, and keeps what the envelope says otherwise", () => {
    const { record } = understood(
      envelope(
        { ipAddress: "192.0.2.1", correlationId: "c-1", status: { errorCode: 0 } },
        { callerIpAddress: "192.0.2.7", correlationId: "c-2", resultType: "Failure", tenantId: "t" },
      ),
    );
    expect(record).toMatchObject({ ipAddress: "192.0.2.1", correlationId: "c-1", status: { errorCode: 0 } });
    expect(record.envelope).toEqual({
      callerIpAddress: "192.0.2.7",
      correlationId: "c-2",
      resultType: "Failure",
      tenantId: "t",
    });
  });

  it("gives the identity's name to users only", () => {
    const service = {
      ...envelope({ servicePrincipalId: "s" }, { identity: "Backup" }),
      category: "ServicePrincipalSignInLogs",
    };
    expect(understood(service).record).toMatchObject({ envelope: { identity: "Backup" } });
    expect(understood(service).record).not.toHaveProperty("userDisplayName");
  });

  it("reads an envelope in any letter case, and properties that came as a text", () => {
    const plain = understood(envelope({ appDisplayName: "Office" }, { callerIpAddress: "192.0.2.7" }));
    const upper = understood({
      ...{ TIME, CATEGORY: "SIGNINLOGS", CALLERIPADDRESS: "192.0.2.7" },
      PROPERTIES: { ID: "r-1", CreatedDateTime: TIME, APPDISPLAYNAME: "Office" },
    });
    const text = understood({
      ...{ time: TIME, category: "SignInLogs", calleripaddress: "192.0.2.7" },
      properties: JSON.stringify(JSON.stringify({ id: "r-1", createdDateTime: TIME, appDisplayName: "Office" })),
    });
    expect(upper).toEqual(plain);
    expect(text).toEqual(plain);
  });

  it("reads a record with PascalCase names and no properties of its own", () => {
    expect(
      understood({
        Category: "SignInLogs",
        CreatedDateTime: TIME,
        Id: "r-1",
        CallerIpAddress: "192.0.2.7",
        ResultType: "50126",
      }),
    ).toMatchObject({ id: "r-1", createdMs: 890, record: { ipAddress: "192.0.2.7", status: { errorCode: 50126 } } });
  });

  it("gives properties Graph's spelling and leaves unknown ones as they came", () => {
    const { record } = understood(
      envelope({
        ...{
          riskLevelDuringsignIn: "low",
          IPAddress: "192.0.2.1",
          RiskEventTypes_V2: ["x"],
          madeUpByTenant: { Inner: 1 },
        },
        DeviceDetail: { BROWSER: "Firefox", isCompliant: "true", own: 1 },
        status: { ErrorCode: "50126" },
      }),
    );
    expect(record).toEqual({
      createdDateTime: TIME,
      riskLevelDuringSignIn: "low",
      ipAddress: "192.0.2.1",
      riskEventTypes_v2: ["x"],
      madeUpByTenant: { Inner: 1 },
      deviceDetail: { browser: "Firefox", isCompliant: true, own: 1 },
      status: { errorCode: 50126 },
    });
  });

  it("reads numbers that came as text, and text that came as numbers", () => {
    const { record } = understood(
      envelope({
        ...{
          userId: 12345,
          autonomousSystemNumber: "8075",
          processingTimeInMilliseconds: " 394 ",
          isInteractive: "True",
        },
        ...{ status: { errorCode: "50126", failureReason: 7 }, appId: true },
        location: { geoCoordinates: { latitude: "59.9", longitude: "n/a" } },
      }),
    );
    expect(record).toMatchObject({
      ...{ userId: "12345", autonomousSystemNumber: 8075, processingTimeInMilliseconds: 394, isInteractive: true },
      ...{ status: { errorCode: 50126, failureReason: "7" }, appId: "true" },
      location: { geoCoordinates: { latitude: 59.9, longitude: "n/a" } },
    });
  });

  it.each([
    [0, "none"],
    [1, "application"],
    [3, "application,users"],
    ["3", "application,users"],
    [0b1111101111, "application,users,devicePlatform,location,signInRisk,userRisk,time,deviceState,client"],
    [16, "clientType"],
    [1 << 20, "1048576"],
    [(1 << 20) + 2, "users,1048576"],
    ["application,users", "application,users"],
    [-1, -1],
    [null, null],
  ])("decodes the mask of conditions %j to %j", (mask, words) => {
    const policies = [{ id: "p", conditionsSatisfied: mask, conditionsNotSatisfied: mask }];
    const { record } = understood(envelope({ appliedConditionalAccessPolicies: policies }));
    expect(record.appliedConditionalAccessPolicies).toEqual([
      { id: "p", conditionsSatisfied: words, conditionsNotSatisfied: words },
    ]);
  });

  it("reads lists and objects that came as text, once and twice encoded", () => {
    const steps = [{ authenticationMethod: "Password", succeeded: true }];
    const once = JSON.stringify(steps);
    for (const authenticationDetails of [steps, once, JSON.stringify(once), JSON.stringify(JSON.stringify(once))]) {
      expect(understood(envelope({ authenticationDetails })).record.authenticationDetails).toEqual(steps);
    }
    expect(understood(envelope({ authenticationDetails: "[not json" })).record.authenticationDetails).toBe("[not json");
  });

  it("reads what Python makes of nested columns", () => {
    const DeviceDetail =
      "{'operatingSystem': 'Windows 10', 'isManaged': None, 'isCompliant': True, 'displayName': \"Ada's\\n\\u00e5\"}";
    expect(understood(envelope({ DeviceDetail })).record.deviceDetail).toEqual({
      ...{ operatingSystem: "Windows 10", isManaged: null, isCompliant: true, displayName: "Ada's\nå" },
    });
  });
});

describe("normalise on table rows", () => {
  it("maps the columns of a row to Graph's properties", async () => {
    const [event] = await understoodFile("azure-sentinel-notebooks/aad_logons.first3.csv");
    expect(event).toMatchObject({
      ...{ category: 1, id: "121dca00-0930-40fe-9b69-bbc1e33c3500", createdMs: 882 },
      createdAt: new Date("2021-06-30T00:12:32Z"),
    });
    expect(event?.record).toMatchObject({
      resourceId: "797f4846-ba00-4fd7-ba43-dac1f8f63013",
      ipAddress: "24.16.133.227",
      status: { errorCode: 0 },
      location: { city: "Bellevue", state: "Washington", countryOrRegion: "US" },
      deviceDetail: { operatingSystem: "Windows 10" },
      processingTimeInMilliseconds: 394,
      Latitude: "48.6143798828125",
      envelope: { tenantId: "4b2462a4-bbee-495a-a0e1-f23ae524cc9c" },
    });
    expect(event?.record.appliedConditionalAccessPolicies).toHaveLength(12);
    expect((event!.record.appliedConditionalAccessPolicies as JsonObject[])[6]).toMatchObject({
      displayName: "Semolen - Admin MFA",
      conditionsSatisfied: "application",
      conditionsNotSatisfied: "users",
    });
  });

  it.each([
    ["msticpy/aad_logons.ndjson.gz", "msticpy/aad_logons.csv.gz", 49],
    ["azure-sentinel-notebooks/aad_logons.first3.ndjson", "azure-sentinel-notebooks/aad_logons.first3.csv", 3],
  ])("gives the same events for %s and %s", async (one, other, count) => {
    const left = (await understoodFile(one)).map(comparable);
    const right = (await understoodFile(other)).map(comparable);
    expect(left).toHaveLength(count);
    expect(right).toEqual(left);
    expect(right.map(({ hash }) => hash)).toEqual(left.map(({ hash }) => hash));
  });
});

/** The two files were written with different digits in fractions, and CSV knows no types: what is left must be equal. */
function comparable(event: NormalisedSignIn) {
  const record = JSON.parse(JSON.stringify(event.record), (key, value) => {
    if (key === "time" || key === "createdDateTime") return parseTime(value);
    if (/^l(at|ong)itude$/i.test(key)) return Number(value).toFixed(6);
    return value === "" ? null : value;
  }) as JsonObject;
  return { ...event, record, hash: contentHash(record) };
}

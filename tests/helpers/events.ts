/** Small sign-in records as providers send them, for tests that care about few of their fields. */
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { RawRecord } from "@/lib/records/read-body";

/** A Graph `signIn` object: an interactive success unless told otherwise. */
export function graphSignIn(fields: JsonObject = {}): JsonObject {
  return {
    id: "00000000-0000-4000-8000-000000000001",
    createdDateTime: new Date().toISOString(),
    userDisplayName: "Ada Berg",
    userPrincipalName: "ada@acorn.example",
    userId: "user-ada",
    appDisplayName: "Office",
    appId: "app-office",
    resourceDisplayName: "Mail",
    resourceId: "resource-mail",
    ipAddress: "192.0.2.10",
    clientAppUsed: "Browser",
    isInteractive: true,
    signInEventTypes: ["interactiveUser"],
    status: { errorCode: 0 },
    location: { city: "Oslo", state: "Oslo", countryOrRegion: "NO" },
    conditionalAccessStatus: "notApplied",
    deviceDetail: { operatingSystem: "Windows 10", browser: "Firefox 128" },
    ...fields,
  };
}

/** Values as the body reader hands them on. */
export async function* asRecords(values: readonly unknown[]): AsyncIterable<RawRecord> {
  for (const [index, value] of values.entries()) {
    const raw = JSON.stringify(value);
    yield { index, value, raw, rawBytes: Buffer.byteLength(raw) };
  }
}

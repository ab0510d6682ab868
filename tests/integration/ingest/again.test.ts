import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "../auth/site";

let site: TestSite;
let tenant: TestTenant;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
});
afterAll(() => site.close());

const SECOND = "2026-11-20T10:00:00";
const NOW = new Date("2026-11-20T12:00:00Z");

/** A sign-in and an audit record of the same second. */
function ingested(time: string, name: string) {
  const records = [
    graphSignIn({ id: "again", createdDateTime: time, userDisplayName: name }),
    {
      id: "again",
      activityDateTime: time,
      activityDisplayName: name,
      category: "Policy",
      loggedByService: "Directory",
    },
  ];
  return ingestRecords(tenant.scope, asRecords(records), { source: "test", now: NOW });
}

describe("a record that comes again", () => {
  it("is known however its time is written, and never brings old content back for that", async () => {
    expect(await ingested(`${SECOND}Z`, "First")).toMatchObject({ accepted: 2 });
    for (const time of [`${SECOND}.000Z`, `${SECOND}.1234567Z`, `${SECOND}+00:00`, SECOND.replace("T", " ")]) {
      expect(await ingested(time, "First"), time).toMatchObject({ updated: 0, duplicates: 2, rejected: 0 });
    }
    expect(await ingested(`${SECOND}.25Z`, "Second")).toMatchObject({ updated: 2 });
    expect(await ingested(`${SECOND}.5Z`, "First")).toMatchObject({ updated: 0, duplicates: 2 });
  });

  it("is known also where a feed wraps it in an envelope with a time of its own", async () => {
    const wrapped = (time: string) => ({
      ...{ time, category: "SignInLogs", operationName: "Sign-in activity", callerIpAddress: "192.0.2.10" },
      properties: graphSignIn({ id: "wrapped", createdDateTime: `${SECOND}Z` }),
    });
    const send = (time: string) =>
      ingestRecords(tenant.scope, asRecords([wrapped(time)]), { source: "test", now: NOW });
    expect(await send(`${SECOND}.1Z`)).toMatchObject({ accepted: 1 });
    expect(await send(`${SECOND}.7654321Z`)).toMatchObject({ updated: 0, duplicates: 1 });
  });
});

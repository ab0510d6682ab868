import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { closeConnections, connectTo } from "@/db/connections";
import type { Ending } from "@/lib/model/attempt";
import { ForbiddenError, LicenseRequiredError, NotFoundError } from "@/lib/model/errors";
import { HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { findRecordsOfId } from "@/lib/services/sign-ins/find-records-of-id";
import { getAttempt, RELATED_LISTED } from "@/lib/services/sign-ins/get-attempt";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const MINUTE_MS = 60_000;
const NOW = new Date();
/** Long enough ago that an hour has passed since. */
const BEGUN = new Date(Math.floor((NOW.getTime() - 3 * HOUR_MS) / 1000) * 1000);
const ADDRESS = { category: "interactive", id: "begun" } as const;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

/** An event some minutes after the one that is looked at. */
const minutesOn = (minutes: number, fields: JsonObject = {}) =>
  graphSignIn({
    ...{ id: `after-${minutes}`, createdDateTime: new Date(BEGUN.getTime() + minutes * MINUTE_MS).toISOString() },
    ...fields,
  });
const silent = { signInEventTypes: ["nonInteractiveUser"], isInteractive: false };
const failed = { status: { errorCode: 50126 } };

async function tenantWith(...records: JsonObject[]): Promise<TestTenant> {
  const tenant = await createTestTenant(database.ownerUrl);
  const begun = minutesOn(0, { id: "begun", correlationId: "attempt", ...failed });
  const { accepted } = await ingestRecords(tenant.scope, asRecords([begun, ...records]), { source: "test", now: NOW });
  expect(accepted).toBe(records.length + 1);
  return tenant;
}

async function endingWith(...records: JsonObject[]): Promise<Ending | null> {
  const { scope } = await tenantWith(...records);
  return (await getAttempt(scope, ADDRESS, { now: NOW })).ending;
}

const told = (ending: Ending | null) => (ending?.kind === "success" ? [ending.signIn.id, ending.secondFactor] : ending);

describe("how a sign-in ended", () => {
  it("is the first success of the same person within an hour, with or without a second factor", async () => {
    const multi = { authenticationRequirement: "multiFactorAuthentication" };
    expect(told(await endingWith(minutesOn(7), minutesOn(2, multi), minutesOn(1, failed)))).toEqual(["after-2", true]);
    expect(told(await endingWith(minutesOn(60)))).toEqual(["after-60", false]);
  });

  it("is none after an hour, and open until then", async () => {
    expect(await endingWith(minutesOn(61), minutesOn(-1), minutesOn(5, { userId: "user-bo" }))).toEqual({
      kind: "none",
      over: true,
    });
    const { scope } = await tenantWith();
    const soon = new Date(BEGUN.getTime() + 5 * MINUTE_MS);
    expect((await getAttempt(scope, ADDRESS, { now: soon })).ending).toEqual({ kind: "none", over: false });
  });

  it("prefers what continued the attempt, then what was done by hand, to a silent success", async () => {
    expect(told(await endingWith(minutesOn(1, silent), minutesOn(9)))).toEqual(["after-9", false]);
    expect(told(await endingWith(minutesOn(1), minutesOn(4, { ...silent, correlationId: "attempt" })))).toEqual([
      "after-4",
      false,
    ]);
    expect(told(await endingWith(minutesOn(1, silent)))).toEqual(["after-1", false]);
  });

  it("is no silent success of another application, unless it is of the same attempt", async () => {
    const other = { ...silent, appId: "app-other" };
    expect(await endingWith(minutesOn(1, other))).toEqual({ kind: "none", over: true });
    expect(told(await endingWith(minutesOn(1, { ...other, correlationId: "attempt" })))).toEqual(["after-1", false]);
    expect(told(await endingWith(minutesOn(1, { appId: "app-other" })))).toEqual(["after-1", false]);
  });

  it("counts a success in the same second only when it comes after", async () => {
    const sameSecond = (ms: number, id: string) => ({
      id,
      createdDateTime: new Date(BEGUN.getTime() + ms).toISOString(),
    });
    expect(told(await endingWith(minutesOn(0, sameSecond(400, "z-later"))))).toEqual(["z-later", false]);
    expect(told(await endingWith(minutesOn(0, sameSecond(0, "a-before"))))).toEqual({ kind: "none", over: true });
  });

  it("is told of neither a success nor a sign-in of nobody", async () => {
    const nobody = { userId: null, userPrincipalName: null, userDisplayName: null };
    const { scope } = await tenantWith(minutesOn(2), minutesOn(3, { ...nobody, ...failed }));
    for (const id of ["after-2", "after-3"]) {
      expect((await getAttempt(scope, { ...ADDRESS, id }, { now: NOW })).ending).toBeNull();
    }
  });

  it("of a service principal is its own next success", async () => {
    const program = {
      userId: null,
      userPrincipalName: null,
      signInEventTypes: ["servicePrincipal"],
      servicePrincipalId: "sp",
    };
    const { scope } = await tenantWith(
      minutesOn(1, { ...program, status: { errorCode: 7000215 } }),
      minutesOn(2, { ...program, servicePrincipalId: "other" }),
      minutesOn(3, program),
    );
    const { ending } = await getAttempt(scope, { category: "service-principal", id: "after-1" }, { now: NOW });
    expect(told(ending)).toEqual(["after-3", false]);
  });
});

describe("the records of one attempt", () => {
  it("are those of the same correlation id in every log, and those of the same request id, newest first", async () => {
    const { scope } = await tenantWith(
      minutesOn(1, { correlationId: "attempt" }),
      minutesOn(2, { correlationId: "attempt", ...silent }),
      minutesOn(3, { correlationId: "another" }),
      minutesOn(90, { id: "begun", correlationId: "another" }),
    );
    const { related, moreRelated } = await getAttempt(scope, { ...ADDRESS, at: BEGUN }, { now: NOW });
    expect(related.map(({ id, category }) => [id, category])).toEqual([
      ["after-2", "non-interactive"],
      ["after-1", "interactive"],
      ["begun", "interactive"],
    ]);
    expect(moreRelated).toBe(false);
  });

  it("are cut at a number, and it is told that there are more", async () => {
    const many = Array.from({ length: RELATED_LISTED + 1 }, (_, minute) =>
      minutesOn(minute, { id: `step-${minute}`, correlationId: "attempt", ...failed }),
    );
    const { scope } = await tenantWith(...many);
    const { related, moreRelated } = await getAttempt(scope, ADDRESS, { now: NOW });
    expect([related.length, moreRelated, related[0]?.id]).toEqual([RELATED_LISTED, true, `step-${RELATED_LISTED}`]);
  });

  it("are looked for the whole day around once the days are over", async () => {
    const { scope } = await tenantWith(minutesOn(-20 * 60, { correlationId: "attempt" }));
    const later = new Date(NOW.getTime() + 30 * HOUR_MS);
    expect((await getAttempt(scope, ADDRESS, { now: later })).related.map(({ id }) => id)).toEqual(["after--1200"]);
  });
});

describe("the gates", () => {
  it("refuse another tenant’s sign-in, a missing role and a missing license", async () => {
    const acorn = await tenantWith(minutesOn(1, { correlationId: "attempt" }));
    const birch = await createTestTenant(database.ownerUrl);
    await expect(getAttempt(birch.scope, ADDRESS, { now: NOW })).rejects.toThrow(NotFoundError);
    expect(await findRecordsOfId(birch.scope, "begun", { now: NOW })).toEqual([]);
    for (const refused of [getAttempt(acorn.asRoles(), ADDRESS), findRecordsOfId(acorn.asRoles(), "begun")]) {
      await expect(refused).rejects.toThrow(ForbiddenError);
    }
    const free = await createTestTenant(database.ownerUrl, { license: "free" });
    for (const refused of [getAttempt(free.scope, ADDRESS), findRecordsOfId(free.scope, "begun")]) {
      await expect(refused).rejects.toThrow(LicenseRequiredError);
    }
  });

  it("mix no tenant’s records into another’s attempt", async () => {
    const acorn = await tenantWith();
    const birch = await createTestTenant(database.ownerUrl);
    const others = [minutesOn(1, { correlationId: "attempt" }), minutesOn(2)];
    await ingestRecords(birch.scope, asRecords(others), { source: "test", now: NOW });
    expect(await getAttempt(acorn.scope, ADDRESS, { now: NOW })).toEqual({
      ...{ ending: { kind: "none", over: true }, related: [], moreRelated: false },
    });
  });
});

describe("a request id that was looked for in the wrong log", () => {
  it("is found in its own", async () => {
    const { scope } = await tenantWith(minutesOn(1, silent));
    const found = await findRecordsOfId(scope, "after-1", { now: NOW });
    expect(found.map(({ id, category }) => [id, category])).toEqual([["after-1", "non-interactive"]]);
  });
});

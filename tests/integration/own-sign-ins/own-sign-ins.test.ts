import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { auditEvents, signInMarks } from "@/db/schema";
import { openQueueStore, setQueueStore } from "@/jobs/connection";
import { closeQueues } from "@/jobs/enqueue";
import { ownScopeFromSession } from "@/lib/access/own-scope";
import { InvalidInputError, NotFoundError, NotSignedInError } from "@/lib/model/errors";
import type { License } from "@/lib/model/licenses";
import { type OwnQuery, parseOwnQuery } from "@/lib/model/own-query";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import type { OwnScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { answerOwnSignIn } from "@/lib/services/own-sign-ins/answer-own-sign-in";
import { listOwnSignIns } from "@/lib/services/own-sign-ins/list-own-sign-ins";
import { createUser } from "@/lib/services/users/create-user";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const NOW = new Date();
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  setQueueStore(openQueueStore({ DATABASE_URL: database.appUrl }));
});

afterAll(async () => {
  await closeQueues();
  await closeConnections();
  await database.drop();
});

const ago = (ms: number) => new Date(NOW.getTime() - ms).toISOString();

interface Organisation extends TestTenant {
  own(name: string, objectId?: string): Promise<OwnScope>;
  store(...records: JsonObject[]): Promise<void>;
}

async function organisation(license: License = "premium_p1"): Promise<Organisation> {
  const tenant = await createTestTenant(database.ownerUrl, { license });
  const { tenantId, slug, scope } = tenant;
  return {
    ...tenant,
    own: async (name, objectId) => {
      const user = { upn: `${name}@${slug}.example`, displayName: "Ada Berg", ...(objectId ? { objectId } : {}) };
      const { userId, upn } = await createUser(scope, user);
      return ownScopeFromSession({
        ...{ userId, upn, displayName: "Ada Berg", objectId: objectId ?? null, tenantId, license, roles: [] },
        ...{ tenantSlug: slug, tenantName: slug, brandName: null, createdAt: NOW, renewedAt: NOW, expiresAt: NOW },
        sessionId: "session",
        preferences: {},
      });
    },
    store: async (...records) => {
      const { errors } = await ingestRecords(scope, asRecords(records), { source: "test", now: new Date() });
      expect(errors).toEqual([]);
    },
  };
}

function queryOf(scope: OwnScope, params: string | Record<string, string> = ""): OwnQuery {
  const parsed = parseOwnQuery(new URLSearchParams(params), { license: scope.license, now: new Date() });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.query;
}

const pageOf = (scope: OwnScope, params: string | Record<string, string> = "", size?: number) =>
  listOwnSignIns(scope, queryOf(scope, params), { budgetMs: 60_000, ...(size ? { size } : {}) });

async function idsOf(scope: OwnScope, params = ""): Promise<string[]> {
  return (await pageOf(scope, params)).items.map(({ id }) => id);
}

const silent = { isInteractive: false, signInEventTypes: ["nonInteractiveUser"] };

describe("own sign-ins", () => {
  it("are those of the linked id in any letter case, of both kinds, newest first, whatever the name says", async () => {
    const { own, store } = await organisation();
    const ada = await own("ada", "7c1b2f00-aaaa-4000-8000-00000000ada0");
    await store(
      graphSignIn({ id: "upper", userId: "7C1B2F00-AAAA-4000-8000-00000000ADA0", createdDateTime: ago(1000) }),
      graphSignIn({
        ...silent,
        id: "silent",
        userId: "7c1b2f00-aaaa-4000-8000-00000000ada0",
        createdDateTime: ago(2000),
      }),
      graphSignIn({ id: "old", userId: "7c1b2f00-aaaa-4000-8000-00000000ada0", createdDateTime: ago(20 * DAY_MS) }),
      // The same display name, and even the same user name: another id is another person.
      graphSignIn({ id: "namesake", userId: "somebody-else", userPrincipalName: ada.actor.upn }),
    );
    expect(await idsOf(ada)).toEqual(["upper", "silent", "old"]);
  });

  it("are found in mixed letter case by way of the name", async () => {
    const { own, store } = await organisation();
    const ada = await own("ada", "user-ada");
    await store(graphSignIn({ id: "mixed", userId: "User-Ada", userPrincipalName: ada.actor.upn }));
    expect(await idsOf(ada)).toEqual(["mixed"]);
  });

  it("of an account without an id go by its name, from its creation on", async () => {
    const { own, store, slug } = await organisation();
    await store(graphSignIn({ id: "before", userId: "first-ada", userPrincipalName: `ada@${slug}.example` }));
    const ada = await own("ada");
    const other = await own("other", "linked-elsewhere");
    const soon = () => new Date(Date.now() + 2000).toISOString();
    await store(
      graphSignIn({ id: "after", userId: "second-ada", userPrincipalName: ada.actor.upn, createdDateTime: soon() }),
      graphSignIn({ id: "nameless", userId: null, userPrincipalName: ada.actor.upn, createdDateTime: soon() }),
      graphSignIn({
        id: "other's",
        userId: "linked-elsewhere",
        userPrincipalName: ada.actor.upn,
        createdDateTime: soon(),
      }),
      graphSignIn({ id: "foreign", userId: "third-ada", userPrincipalName: "ada@elsewhere.example" }),
    );
    expect((await idsOf(ada)).sort()).toEqual(["after", "nameless"]);
    expect(await idsOf(other)).toEqual(["other's"]);
  });

  it("need no role and no license, and end where the license does", async () => {
    const { own, store } = await organisation("free");
    const ada = await own("ada", "user-ada");
    await store(graphSignIn({ id: "kept", createdDateTime: ago(6 * DAY_MS) }));
    expect(await idsOf(ada)).toEqual(["kept"]);
    const later = new Date(NOW.getTime() + 3 * DAY_MS);
    const parsed = parseOwnQuery(new URLSearchParams(), { license: "free", now: later });
    if (!parsed.ok) throw new Error("The query is usable.");
    expect((await listOwnSignIns(ada, parsed.query, { now: later })).items).toEqual([]);
  });

  it("hide the policies of the organisation and keep the authentication steps", async () => {
    const { own, store } = await organisation();
    const ada = await own("ada", "user-ada");
    const steps = [{ authenticationMethod: "Password in the cloud", succeeded: true }];
    await store(
      graphSignIn({
        id: "a",
        authenticationDetails: steps,
        appliedConditionalAccessPolicies: [{ displayName: "Secret" }],
      }),
    );
    const [item] = (await pageOf(ada)).items;
    expect(item?.shown?.record.authenticationDetails).toEqual(steps);
    expect(JSON.stringify(item)).not.toContain("Secret");
  });
});

describe("paging", () => {
  it("goes through all of them in both directions, also within one millisecond and across the two logs", async () => {
    const { own, store } = await organisation();
    const ada = await own("ada", "user-ada");
    const at = ago(3 * HOUR_MS);
    await store(
      ...["a", "b", "c"].map((id) => graphSignIn({ id, createdDateTime: at })),
      ...["a", "b", "z"].map((id) => graphSignIn({ ...silent, id, createdDateTime: at })),
      graphSignIn({ id: "oldest", createdDateTime: ago(9 * DAY_MS) }),
    );
    const keyOf = ({ id, category }: { id: string; category: string }) => `${id} ${category}`;
    const whole = (await pageOf(ada)).items.map(keyOf);
    expect(new Set(whole).size).toBe(7);
    const down: string[] = [];
    let page = await pageOf(ada, "", 2);
    for (;;) {
      down.push(...page.items.map(keyOf));
      if (!page.olderCursor) break;
      page = await pageOf(ada, { older: page.olderCursor }, 2);
    }
    expect(down).toEqual(whole);
    const up = page.items.map(keyOf);
    while (page.newerCursor) {
      page = await pageOf(ada, { newer: page.newerCursor }, 2);
      up.unshift(...page.items.map(keyOf));
    }
    expect(up).toEqual(whole);
  });

  it("refuses the link of another person or another search", async () => {
    const { own, store } = await organisation();
    const [ada, bo] = [await own("ada", "user-ada"), await own("bo", "user-bo")];
    await store(graphSignIn({ id: "a" }), graphSignIn({ id: "b", createdDateTime: ago(HOUR_MS) }));
    const older = (await pageOf(ada, "", 1)).olderCursor ?? "";
    await expect(pageOf(bo, { older })).rejects.toThrow(InvalidInputError);
    await expect(pageOf(ada, { older, failures: "1" })).rejects.toThrow(InvalidInputError);
    await expect(pageOf(ada, { older: `x${older}` })).rejects.toThrow(InvalidInputError);
  });

  it("that runs out of time says how far back it looked, and goes on from there", async () => {
    const { own, store } = await organisation();
    const ada = await own("ada", "user-ada");
    await store(...[0, 5, 10].map((days) => graphSignIn({ id: `day-${days}`, createdDateTime: ago(days * DAY_MS) })));
    const found: string[] = [];
    let params = { search: "mail" } as Record<string, string>;
    for (let pages = 0; pages < 10; pages++) {
      const page = await listOwnSignIns(ada, queryOf(ada, params), { budgetMs: -1 });
      found.push(...page.items.map(({ id }) => id));
      if (!page.olderCursor) break;
      expect(page.searchedBackTo).toBeInstanceOf(Date);
      params = { search: "mail", older: page.olderCursor };
    }
    expect(found).toEqual(["day-0", "day-5", "day-10"]);
  });
});

describe("filters", () => {
  it.each([
    ["", ["ok", "wrong", "phone", "old"]],
    ["range=24h", ["ok", "wrong", "phone"]],
    ["failures=1", ["wrong"]],
    ["search=payroll", ["wrong"]],
    ["search=203.0.113", ["phone"]],
    ["search=recife", ["phone"]],
    ["search=brazil", ["phone"]],
    ["search=ios", ["phone"]],
    ["search=ada-lap", ["old"]],
    ["search=100%25", []],
    ["search=firefox&failures=1", ["wrong"]],
  ])("%s finds %j", async (params, ids) => {
    const { own, store } = await organisation();
    const ada = await own("ada", "user-ada");
    await store(
      graphSignIn({ id: "ok", createdDateTime: ago(1000) }),
      graphSignIn({ id: "wrong", createdDateTime: ago(2000), status: { errorCode: 50126 }, appDisplayName: "Payroll" }),
      graphSignIn({
        ...{ id: "phone", createdDateTime: ago(3000), ipAddress: "203.0.113.7" },
        location: { city: "Recife", countryOrRegion: "BR" },
        deviceDetail: { operatingSystem: "iOS 18", browser: "Mobile Safari" },
      }),
      graphSignIn({ id: "old", createdDateTime: ago(3 * DAY_MS), deviceDetail: { displayName: "ADA-LAPTOP" } }),
    );
    expect(await idsOf(ada, params)).toEqual(ids);
  });
});

describe("unusual sign-ins", () => {
  it("are marked with the reason, from history that the page does not show", async () => {
    const { own, store } = await organisation();
    const ada = await own("ada", "user-ada");
    const place = (city: string, countryOrRegion: string, latitude: number, longitude: number) => ({
      location: { city, countryOrRegion, geoCoordinates: { latitude, longitude } },
    });
    const oslo = place("Oslo", "NO", 59.91, 10.75);
    await store(
      ...Array.from({ length: 11 }, (_, index) =>
        graphSignIn({ ...oslo, id: `usual-${index}`, createdDateTime: ago((index + 0.1) * DAY_MS) }),
      ),
      graphSignIn({
        ...place("Recife", "BR", -8.05, -34.9),
        id: "far",
        ipAddress: "203.0.113.7",
        createdDateTime: ago(HOUR_MS),
      }),
    );
    const reasonsOf = async (params: string) => {
      const { items } = await pageOf(ada, params);
      return items
        .filter(({ unusual }) => unusual.length > 0)
        .map(({ id, unusual }) => [id, unusual.map(({ kind }) => kind)]);
    };
    expect(await reasonsOf("")).toEqual([["far", ["country", "travel"]]]);
    expect(await reasonsOf("search=recife")).toEqual([["far", ["country", "travel"]]]);
  });
});

describe("an answer", () => {
  const marksOf = ({ scope }: TestTenant) =>
    inTenant(appDatabase().db, scope, ({ tx }) => tx.select().from(signInMarks));
  const auditOf = async ({ scope }: TestTenant) => {
    const rows = await inTenant(appDatabase().db, scope, ({ tx }) =>
      tx.select().from(auditEvents).orderBy(auditEvents.auditId),
    );
    const ours = rows.filter(({ targetType }) => targetType === "Sign-in");
    return ours.map(({ activity, actorName, targetId, changes }) => [activity, actorName, targetId, changes[0]?.after]);
  };
  const address = { category: "interactive", id: "doubtful", at: new Date(ago(1000)) } as const;
  const record = graphSignIn({ id: "doubtful", createdDateTime: address.at.toISOString() });

  it("stands beside the sign-in, can be changed to the other, and each change is on record once", async () => {
    const tenant = await organisation();
    const ada = await tenant.own("ada", "user-ada");
    await tenant.store(record);
    for (const answer of ["notMe", "notMe", "me"] as const) await answerOwnSignIn(ada, address, answer, { now: NOW });
    expect((await pageOf(ada)).items[0]?.mark).toEqual({ verdict: null, answer: { word: "me", at: NOW } });
    expect(await auditOf(tenant)).toEqual([
      ["Report own sign-in as not one’s own", "Ada Berg", "doubtful", "Denied by the user"],
      ["Confirm own sign-in", "Ada Berg", "doubtful", "Confirmed by the user"],
    ]);
  });

  it("about somebody else's sign-in, in this tenant or another, is refused as not found and stores nothing", async () => {
    const [acorn, birch] = [await organisation(), await organisation()];
    await acorn.store(record);
    const others = [await acorn.own("bo", "user-bo"), await birch.own("ada", "user-ada")];
    for (const other of others) {
      await expect(answerOwnSignIn(other, address, "notMe")).rejects.toThrow(NotFoundError);
      expect(await idsOf(other)).toEqual([]);
    }
    const ada = await acorn.own("ada", "user-ada");
    for (const wrong of [
      { ...address, id: "none" },
      { ...address, category: "non-interactive" as const },
    ]) {
      await expect(answerOwnSignIn(ada, wrong, "notMe")).rejects.toThrow(NotFoundError);
    }
    expect([await marksOf(acorn), await auditOf(acorn), await marksOf(birch)]).toEqual([[], [], []]);
  });

  it("about a service principal with the account's id is refused: only people sign in for themselves", async () => {
    const tenant = await organisation();
    const ada = await tenant.own("ada", "user-ada");
    await tenant.store({
      ...{ id: "program", createdDateTime: address.at.toISOString(), servicePrincipalId: "user-ada" },
      ...{ signInEventTypes: ["servicePrincipal"], status: { errorCode: 0 }, appId: "app" },
    });
    const program = { ...address, category: "service-principal" as const, id: "program" };
    await expect(answerOwnSignIn(ada, program, "notMe")).rejects.toThrow(NotFoundError);
    expect(await idsOf(ada)).toEqual([]);
  });

  it("of an account that was disabled meanwhile is refused, and so is its list", async () => {
    const tenant = await organisation();
    const ada = await tenant.own("ada", "user-ada");
    await tenant.store(record);
    await setUserDisabled(tenant.scope, { upn: ada.actor.upn, disabled: true });
    await expect(answerOwnSignIn(ada, address, "me")).rejects.toThrow(NotSignedInError);
    await expect(pageOf(ada)).rejects.toThrow(NotSignedInError);
  });
});

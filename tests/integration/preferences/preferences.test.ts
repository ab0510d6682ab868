import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase } from "@/db/connections";
import { writePreference } from "@/db/queries/preferences";
import { sessionFromToken } from "@/lib/access/session";
import { scopeFromSession } from "@/lib/access/tenant-scope";
import { InvalidInputError } from "@/lib/model/errors";
import { setPreference } from "@/lib/services/preferences/set-preference";
import type { TestTenant } from "@/tests/helpers/tenant";
import { createTestUser, openTestSite, startTestSession, type TestSite } from "../auth/site";

let site: TestSite;
let tenant: TestTenant;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
});
afterAll(() => site.close());

/** A user who is signed in, and what their next request knows of their choices. */
async function signedInUser(of: TestTenant = tenant) {
  const { upn, userId } = await createTestUser(of);
  const sid = await startTestSession(upn);
  const scope = scopeFromSession(await sessionFromToken(sid, new Date()), of.slug);
  return { userId, scope, choices: async () => (await sessionFromToken(sid, new Date()))?.preferences };
}

let anna: Awaited<ReturnType<typeof signedInUser>>;
let ben: Awaited<ReturnType<typeof signedInUser>>;
beforeEach(async () => {
  [anna, ben] = [await signedInUser(), await signedInUser()];
});

describe("what a user chose", () => {
  it("comes back to the same user, and to nobody else", async () => {
    await setPreference(anna.scope, "density", "comfortable");
    await setPreference(anna.scope, "columns", ["date", "user"]);
    expect(await anna.choices()).toEqual({ density: "comfortable", columns: ["date", "user"] });
    expect(await ben.choices()).toEqual({});
  });

  it("stays in its tenant, whoever has the same id elsewhere", async () => {
    const elsewhere = await signedInUser(await site.createTenant());
    await inTenant(appDatabase().db, elsewhere.scope, (within) =>
      writePreference(within, { userId: anna.userId, name: "density", value: "compact", now: new Date() }),
    );
    expect(await anna.choices()).toEqual({});
  });

  it("is replaced by a later choice, and forgotten on request", async () => {
    await setPreference(ben.scope, "density", "comfortable");
    await setPreference(ben.scope, "density", "compact");
    expect(await ben.choices()).toEqual({ density: "compact" });
    await setPreference(ben.scope, "density", undefined);
    expect(await ben.choices()).toEqual({});
  });

  it("is refused when it does not fit, and left out when what is stored no longer does", async () => {
    await expect(setPreference(ben.scope, "density", "tiny" as "compact")).rejects.toThrow(InvalidInputError);
    await setPreference(ben.scope, "density", "compact");
    await inTenant(appDatabase().db, tenant.scope, (within) =>
      writePreference(within, { userId: ben.userId, name: "refreshSeconds", value: "often", now: new Date() }),
    );
    expect(await ben.choices()).toEqual({ density: "compact" });
  });
});

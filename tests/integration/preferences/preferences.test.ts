import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inTenant } from "@/db/client";
import { appDatabase, closeConnections, connectTo } from "@/db/connections";
import { writePreference } from "@/db/queries/preferences";
import { mintScope } from "@/lib/access/mint-scope";
import { InvalidInputError } from "@/lib/model/errors";
import type { TenantScope } from "@/lib/model/scope";
import { getPreferences } from "@/lib/services/preferences/get-preferences";
import { setPreference } from "@/lib/services/preferences/set-preference";
import { createTestDatabase, type TestDatabase } from "@/tests/helpers/database";
import { createTestTenant, type TestTenant } from "@/tests/helpers/tenant";

const ANNA = "11111111-1111-7111-8111-111111111111";
const BEN = "22222222-2222-7222-8222-222222222222";

let database: TestDatabase;
let tenant: TestTenant;

beforeAll(async () => {
  database = await createTestDatabase();
  connectTo({ appUrl: database.appUrl });
  tenant = await createTestTenant(database.ownerUrl);
});

afterAll(async () => {
  await closeConnections();
  await database.drop();
});

function as(id: string, { scope }: TestTenant = tenant): TenantScope {
  return mintScope({ ...scope, actor: { kind: "user", id, name: id, upn: `${id}@acorn.example` } });
}

describe("what a user chose", () => {
  it("comes back to the same user, and to nobody else", async () => {
    await setPreference(as(ANNA), "density", "comfortable");
    await setPreference(as(ANNA), "columns", ["date", "user"]);
    expect(await getPreferences(as(ANNA))).toEqual({ density: "comfortable", columns: ["date", "user"] });
    expect(await getPreferences(as(BEN))).toEqual({});
    const elsewhere = await createTestTenant(database.ownerUrl);
    expect(await getPreferences(as(ANNA, elsewhere))).toEqual({});
  });

  it("is replaced by a later choice, and forgotten on request", async () => {
    await setPreference(as(BEN), "density", "comfortable");
    await setPreference(as(BEN), "density", "compact");
    expect((await getPreferences(as(BEN))).density).toBe("compact");
    await setPreference(as(BEN), "density", undefined);
    expect(await getPreferences(as(BEN))).toEqual({});
  });

  it("is refused when it does not fit, and left out when what is stored no longer does", async () => {
    await expect(setPreference(as(BEN), "density", "tiny" as "compact")).rejects.toThrow(InvalidInputError);
    await inTenant(appDatabase().db, tenant.scope, (within) =>
      writePreference(within, { userId: BEN, name: "refreshSeconds", value: "often", now: new Date() }),
    );
    expect(await getPreferences(as(BEN))).toEqual({});
  });
});

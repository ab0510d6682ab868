import { describe, expect, it } from "vitest";
import { thingOf, thingOfColumn } from "@/lib/model/named-things";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { THING_KINDS } from "@/lib/model/things";
import { columnsOf } from "@/lib/records/columns";
import { presentSignIn } from "@/lib/services/sign-ins/present-sign-in";
import { graphSignIn } from "@/tests/helpers/events";

const CREATED = { category: 1, id: "a", createdAt: new Date("2026-11-26T08:00:00Z"), createdMs: 0 } as const;

function stored(fields: JsonObject) {
  const columns = columnsOf({ category: 1, record: graphSignIn(fields) });
  const item = presentSignIn({ ...CREATED, ...columns } as unknown as Parameters<typeof presentSignIn>[0]);
  return { columns, item };
}

describe("the things that a sign-in names", () => {
  it("have the keys under which they are stored, with ids and without", () => {
    const several: JsonObject[] = [
      {},
      { userId: null, appId: "", resourceId: null },
      {
        userId: null,
        userPrincipalName: null,
        userDisplayName: "Ådne Øye",
        appId: null,
        appDisplayName: "Ünïcode".repeat(99),
      },
      { ipAddress: "2001:DB8:0:0:0:0:0:1" },
      { ipAddress: "not an address" },
    ];
    for (const fields of several) {
      const { columns, item } = stored(fields);
      expect(THING_KINDS.map((kind) => thingOf(kind, item)?.key)).toEqual([
        ...[columns.principalKey, columns.applicationKey, columns.resourceKey, columns.ipText ?? undefined],
      ]);
    }
  });

  it("are none where nothing is recorded, and none of columns that name no thing", () => {
    const nobody = { userId: null, userPrincipalName: null, userDisplayName: null, ipAddress: null };
    const nothing = { appId: null, appDisplayName: null, resourceId: null, resourceDisplayName: null };
    const { item } = stored({ ...nobody, ...nothing });
    expect(THING_KINDS.map((kind) => thingOf(kind, item))).toEqual([null, null, null, null]);
    expect(thingOfColumn("location", stored({}).item)).toBeNull();
    expect(thingOfColumn("user", stored({}).item)).toEqual({ kind: "principal", key: "user-ada", label: "Ada Berg" });
  });
});

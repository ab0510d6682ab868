import { describe, expect, it } from "vitest";
import { tenantsNamedBy } from "@/lib/records/normalise";

describe("tenantsNamedBy", () => {
  it.each([
    ["the envelope", { tenantId: "AB-1", properties: {} }, ["ab-1"]],
    ["an envelope in lower case", { tenantid: "t-1", resourceid: "/tenants/t-2/providers/x" }, ["t-1", "t-2"]],
    ["the path of the resource", { resourceId: "/TENANTS/T-1/PROVIDERS/MICROSOFT.AADIAM" }, ["t-1"]],
    ["the sign-in", { properties: { tenantId: "t-1" } }, ["t-1"]],
    ["a sign-in that came as a text", { properties: '{"tenantId":"t-1"}' }, ["t-1"]],
    ["a table row", { TenantId: "workspace", AADTenantId: "t-1", ResourceId: "/tenants/T-1" }, ["workspace", "t-1"]],
    ["no one", { properties: { homeTenantId: "h", resourceTenantId: "r", resourceId: "a" } }, []],
    ["no one, blankly", { tenantId: "  ", AADTenantId: null, resourceId: 7 }, []],
    ["no one, not being an object", "tenantId", []],
  ])("finds the tenants that are named by %s", (_who, value, expected) => {
    expect(tenantsNamedBy(value)).toEqual(expected);
  });
});

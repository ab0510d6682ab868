import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ForbiddenError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { createClient } from "@/lib/services/clients/create-client";
import { listClients } from "@/lib/services/clients/list-clients";
import { revokeClient } from "@/lib/services/clients/revoke-client";
import type { TestTenant } from "@/tests/helpers/tenant";
import { openTestSite, type TestSite } from "./site";

let site: TestSite;
let tenant: TestTenant;
let other: TestTenant;

beforeAll(async () => {
  site = await openTestSite();
  tenant = await site.createTenant();
  other = await site.createTenant();
});
afterAll(() => site.close());

const INPUT = { name: "Exporter", permissions: ["AuditLog.Read.All", "AuditLog.Read.All"] as const };

describe("API clients", () => {
  it("are created with a random secret of which only the hash is stored, and listed in the directory", async () => {
    const client = await createClient(tenant.scope, INPUT);
    expect(client.tenantId).toBe(tenant.tenantId);
    expect(client.clientSecret).toMatch(/^[\w-]{43}$/);
    const [row] = await site.owner`select c.permissions, d.tenant_id, to_jsonb(s)::text as secret_row
      from api_clients c join api_client_secrets s using (tenant_id, client_id)
      join client_directory d using (client_id) where c.client_id = ${client.clientId}`;
    expect(row).toMatchObject({ permissions: ["AuditLog.Read.All"], tenant_id: tenant.tenantId });
    expect(row?.secret_row).not.toContain(client.clientSecret);
  });

  it("are listed for their own tenant only, revoked ones too, without any secret", async () => {
    const foreign = await createClient(other.scope, INPUT);
    const { clientId, clientSecret } = await createClient(tenant.scope, { ...INPUT, name: "Old" });
    await revokeClient(tenant.scope, { clientId });
    const listed = await listClients(tenant.scope);
    expect(listed.find((client) => client.clientId === clientId)).toMatchObject({
      name: "Old",
      revokedAt: expect.any(Date),
      lastUsedAt: null,
    });
    expect(JSON.stringify(listed)).not.toContain(clientSecret);
    expect(JSON.stringify(listed)).not.toContain(foreign.clientId);
  });

  it("are revoked once; doing it again changes nothing", async () => {
    const { clientId } = await createClient(tenant.scope, INPUT);
    await revokeClient(tenant.scope, { clientId });
    const [first] = await site.owner`select revoked_at from api_clients where client_id = ${clientId}`;
    await revokeClient(tenant.scope, { clientId });
    expect(await site.owner`select revoked_at from api_clients where client_id = ${clientId}`).toEqual([first]);
  });

  it("are for Global Administrators only", async () => {
    const { clientId } = await createClient(tenant.scope, INPUT);
    const reader = tenant.asRoles("global-reader", "security-administrator");
    await expect(createClient(reader, INPUT)).rejects.toThrow(ForbiddenError);
    await expect(listClients(reader)).rejects.toThrow(ForbiddenError);
    await expect(revokeClient(reader, { clientId })).rejects.toThrow(ForbiddenError);
  });

  it("of another tenant are not found", async () => {
    const { clientId } = await createClient(other.scope, INPUT);
    await expect(revokeClient(tenant.scope, { clientId })).rejects.toThrow(NotFoundError);
    const [row] = await site.owner`select revoked_at from api_clients where client_id = ${clientId}`;
    expect(row).toEqual({ revoked_at: null });
  });

  it.each([
    ["an unknown permission", { name: "X", permissions: ["Everything"] }],
    ["no permission", { name: "X", permissions: [] }],
    ["no name", { name: "", permissions: ["Policy.Read.All"] }],
  ])("are refused with %s", async (_, input) => {
    await expect(createClient(tenant.scope, input as never)).rejects.toThrow(InvalidInputError);
  });

  it("are not revoked by something that is no id", async () => {
    await expect(revokeClient(tenant.scope, { clientId: "x" })).rejects.toThrow(InvalidInputError);
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ConflictError, ForbiddenError, InvalidInputError, NotFoundError } from "@/lib/model/errors";
import { listAudits } from "@/lib/services/activities/list-audits";
import { addClientSecret } from "@/lib/services/clients/add-client-secret";
import { createClient } from "@/lib/services/clients/create-client";
import { listClients } from "@/lib/services/clients/list-clients";
import { revokeClient } from "@/lib/services/clients/revoke-client";
import { revokeClientSecret } from "@/lib/services/clients/revoke-client-secret";
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
    await expect(addClientSecret(reader, { clientId })).rejects.toThrow(ForbiddenError);
    await expect(revokeClientSecret(reader, { clientId, secretId: clientId })).rejects.toThrow(ForbiddenError);
  });

  it("of another tenant are not found", async () => {
    const { clientId } = await createClient(other.scope, INPUT);
    const [secret] = (await listClients(other.scope)).find((each) => each.clientId === clientId)?.secrets ?? [];
    await expect(revokeClient(tenant.scope, { clientId })).rejects.toThrow(NotFoundError);
    await expect(addClientSecret(tenant.scope, { clientId })).rejects.toThrow(NotFoundError);
    const revocation = revokeClientSecret(tenant.scope, { clientId, secretId: secret!.id });
    await expect(revocation).rejects.toThrow(NotFoundError);
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

  it("have two secrets at a time, each with its expiry, told apart by how they begin", async () => {
    const now = new Date("2031-01-01T00:00:00Z");
    const first = await createClient(tenant.scope, { ...INPUT, secretDays: 30 }, now);
    const { clientId } = first;
    const second = await addClientSecret(tenant.scope, { clientId }, now);
    await expect(addClientSecret(tenant.scope, { clientId }, now)).rejects.toThrow(ConflictError);
    const secretsAt = async (at: Date) =>
      (await listClients(tenant.scope, at)).find((each) => each.clientId === clientId)?.secrets ?? [];
    const shown = await secretsAt(now);
    expect(shown.map(({ hint, state }) => [hint, state]).sort()).toEqual(
      [first, second].map(({ clientSecret }) => [clientSecret.slice(0, 3), "valid"]).sort(),
    );
    const later = new Date("2031-01-31T00:00:00Z");
    expect((await secretsAt(later)).map(({ state }) => state).sort()).toEqual(["expired", "valid"]);
    await addClientSecret(tenant.scope, { clientId }, later);
    await revokeClient(tenant.scope, { clientId });
    await expect(addClientSecret(tenant.scope, { clientId })).rejects.toThrow(ConflictError);
  });

  it("lose one secret and keep the other; doing it again changes nothing", async () => {
    const { clientId } = await createClient(tenant.scope, INPUT);
    await addClientSecret(tenant.scope, { clientId });
    const secrets = async () => (await listClients(tenant.scope)).find((each) => each.clientId === clientId)!.secrets;
    const [newer] = await secrets();
    await revokeClientSecret(tenant.scope, { clientId, secretId: newer!.id });
    await revokeClientSecret(tenant.scope, { clientId, secretId: newer!.id });
    expect((await secrets()).map(({ state }) => state)).toEqual(["revoked", "valid"]);
    const missing = revokeClientSecret(tenant.scope, { clientId, secretId: crypto.randomUUID() });
    await expect(missing).rejects.toThrow(NotFoundError);
  });

  it("leave every change of theirs on record, without any secret", async () => {
    const { clientId, clientSecret } = await createClient(tenant.scope, { ...INPUT, name: "Recorded" });
    await addClientSecret(tenant.scope, { clientId, secretDays: 90 });
    const [secret] = (await listClients(tenant.scope)).find((each) => each.clientId === clientId)!.secrets;
    await revokeClientSecret(tenant.scope, { clientId, secretId: secret!.id });
    await revokeClient(tenant.scope, { clientId });
    await revokeClient(tenant.scope, { clientId });
    const range = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) };
    const filters = { target: { text: clientId, how: "equals" as const } };
    const { items } = await listAudits(tenant.scope, { ...range, filters, order: "oldestFirst" });
    expect(items.map(({ activity, target }) => [activity, target.name])).toEqual([
      ["Create API client", "Recorded"],
      ["Add secret to API client", "Recorded"],
      ["Revoke secret of API client", "Recorded"],
      ["Revoke API client", "Recorded"],
    ]);
    expect(JSON.stringify(items)).not.toContain(clientSecret);
  });

  it.each([0, 1.5, 3651, Number.NaN])("are refused with a secret of %s days", async (secretDays) => {
    await expect(createClient(tenant.scope, { ...INPUT, secretDays })).rejects.toThrow(InvalidInputError);
  });

  it("are not revoked by something that is no id", async () => {
    await expect(revokeClient(tenant.scope, { clientId: "x" })).rejects.toThrow(InvalidInputError);
  });
});

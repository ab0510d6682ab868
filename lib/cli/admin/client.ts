import { type Command, Option } from "commander";
import { systemScope } from "@/lib/access/system-scope";
import { CLIENT_PERMISSIONS, type ClientPermission } from "@/lib/model/roles";
import { addClientSecret } from "@/lib/services/clients/add-client-secret";
import { type ClientCredentials, createClient } from "@/lib/services/clients/create-client";
import { revokeClient } from "@/lib/services/clients/revoke-client";
import { collect, noun, required, tenantOption, verb, wholeNumber } from "./command";
import { UsageError } from "./command-error";
import { OPERATOR } from "./operator";
import { facts, setResult } from "./output";

interface CreateOptions {
  tenant: string;
  name: string;
  permission: ClientPermission[];
  secretDays?: number;
}

/** Programs that may ask for tokens. */
export function clientCommand(): Command {
  const client = noun("client", "create and revoke API clients");
  verb<CreateOptions>(client, "create", {
    description: "create an API client; its secret is shown once",
    options: [
      tenantOption(),
      required("--name <name>", "what it is for"),
      new Option("--permission <permission...>", `what it may do: ${CLIENT_PERMISSIONS.join(", ")}`)
        .argParser(parsePermission)
        .makeOptionMandatory(),
      secretDaysOption(),
    ],
    action: create,
  });
  verb<{ tenant: string; clientId: string; secretDays?: number }>(client, "add-secret", {
    description: "give an API client a second secret, shown once; the first stays good",
    options: [tenantOption(), required("--client-id <id>", "the client's id"), secretDaysOption()],
    action: async ({ tenant, clientId, secretDays }) => {
      showCredentials(await addClientSecret(await systemScope(tenant, OPERATOR), { clientId, secretDays }));
    },
  });
  verb<{ tenant: string; clientId: string }>(client, "revoke", {
    description: "revoke an API client; its tokens are refused within seconds",
    options: [tenantOption(), required("--client-id <id>", "the client's id")],
    action: async ({ tenant, clientId }) => {
      const scope = await systemScope(tenant, OPERATOR);
      await revokeClient(scope, { clientId });
      setResult({ tenantId: scope.tenantId, clientId, revoked: true }, `The client ${clientId} is revoked.`);
    },
  });
  return client;
}

const secretDaysOption = () =>
  new Option("--secret-days <n>", "the secret expires after so many days; without, never").argParser(
    wholeNumber("secret-days", 1),
  );

async function create({ tenant, name, permission: permissions, secretDays }: CreateOptions): Promise<void> {
  showCredentials(await createClient(await systemScope(tenant, OPERATOR), { name, permissions, secretDays }));
}

function showCredentials({ tenantId, clientId, clientSecret }: ClientCredentials): void {
  setResult(
    { tenantId, clientId, clientSecret },
    facts([
      ["Tenant id", tenantId],
      ["Client id", clientId],
      ["Client secret", `${clientSecret} (shown this once)`],
    ]),
  );
}

function parsePermission(value: string, previous: ClientPermission[] | undefined): ClientPermission[] {
  if (!(CLIENT_PERMISSIONS as readonly string[]).includes(value)) {
    throw new UsageError(`--permission: one of ${CLIENT_PERMISSIONS.join(", ")}.`);
  }
  return collect(value as ClientPermission, previous);
}

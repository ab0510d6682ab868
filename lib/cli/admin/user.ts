import { type Command, Option } from "commander";
import { randomSecret } from "@/lib/access/secrets";
import { systemScope } from "@/lib/access/system-scope";
import { ROLES, type Role } from "@/lib/model/roles";
import { createUser } from "@/lib/services/users/create-user";
import { deleteUser } from "@/lib/services/users/delete-user";
import { resetSecondFactor } from "@/lib/services/users/reset-second-factor";
import { setUserDisabled } from "@/lib/services/users/set-user-disabled";
import { collect, noun, required, tenantOption, upnOption, verb } from "./command";
import { UsageError } from "./command-error";
import { OPERATOR } from "./operator";
import { facts, setResult } from "./output";
import { readPassword } from "./read-password";

const RANDOM_PASSWORD_CHARACTERS = 20;

interface CreateOptions {
  tenant: string;
  upn: string;
  name: string;
  objectId?: string;
  role?: Role[];
  passwordStdin?: boolean;
}

/** People who may sign in to Signbook. */
export function userCommand(): Command {
  const user = noun("user", "create, disable, enable and delete users, reset their second factor");
  verb<CreateOptions>(user, "create", {
    description: "create a user; without --password-stdin a random password is made and shown once",
    options: [
      tenantOption(),
      upnOption(),
      required("--name <name>", "the name shown"),
      new Option("--object-id <id>", "the person's id at the identity provider: links their own sign-ins"),
      new Option("--role <role>", "a role; may stand several times").argParser(parseRole),
      new Option("--password-stdin", "read the password from standard input"),
    ],
    action: create,
  });
  verb<{ tenant: string; upn: string }>(user, "disable", {
    description: "disable a user and end their sessions at once",
    options: [tenantOption(), upnOption()],
    action: (options) => setDisabled(options, true),
  });
  verb<{ tenant: string; upn: string }>(user, "enable", {
    description: "enable a disabled user",
    options: [tenantOption(), upnOption()],
    action: (options) => setDisabled(options, false),
  });
  verb<{ tenant: string; upn: string }>(user, "reset-mfa", {
    description: "remove a user's one-time codes and recovery codes",
    options: [tenantOption(), upnOption()],
    action: resetMfa,
  });
  verb<{ tenant: string; upn: string }>(user, "delete", {
    description: "remove a user for good; their sign-ins and what they did stay on record",
    options: [tenantOption(), upnOption()],
    action: async ({ tenant, upn }) => {
      const scope = await systemScope(tenant, OPERATOR);
      await deleteUser(scope, { upn });
      setResult({ tenantId: scope.tenantId, upn, deleted: true }, `${upn} is deleted.`);
    },
  });
  return user;
}

async function resetMfa({ tenant, upn }: { tenant: string; upn: string }): Promise<void> {
  const scope = await systemScope(tenant, OPERATOR);
  const { wasOn } = await resetSecondFactor(scope, { upn });
  const said = wasOn ? `${upn} signs in with the password alone now.` : `${upn} had no one-time codes.`;
  setResult({ tenantId: scope.tenantId, upn, wasOn }, said);
}

async function create(options: CreateOptions): Promise<void> {
  const { upn, name: displayName, objectId, role: roles = [] } = options;
  const scope = await systemScope(options.tenant, OPERATOR);
  const given = options.passwordStdin ? await readPassword() : undefined;
  const password = given ?? randomSecret().slice(0, RANDOM_PASSWORD_CHARACTERS);
  const created = await createUser(scope, { upn, displayName, objectId, roles, password });
  const shown = given === undefined ? { password } : {};
  const rows: [string, string][] = [
    ["User", created.upn],
    ["Id", created.userId],
    ["Roles", roles.join(", ") || "none"],
  ];
  if (given === undefined) rows.push(["Password", `${password} (shown this once)`]);
  setResult({ tenantId: scope.tenantId, ...created, roles, ...shown }, facts(rows));
}

async function setDisabled({ tenant, upn }: { tenant: string; upn: string }, disabled: boolean): Promise<void> {
  const scope = await systemScope(tenant, OPERATOR);
  await setUserDisabled(scope, { upn, disabled });
  setResult({ tenantId: scope.tenantId, upn, disabled }, `${upn} is ${disabled ? "disabled" : "enabled"}.`);
}

function parseRole(value: string, previous: Role[] | undefined): Role[] {
  if (!(ROLES as readonly string[]).includes(value)) throw new UsageError(`--role: one of ${ROLES.join(", ")}.`);
  return collect(value as Role, previous);
}

import type { Command } from "commander";
import { systemScope } from "@/lib/access/system-scope";
import type { Role } from "@/lib/model/roles";
import { grantRole } from "@/lib/services/users/grant-role";
import { revokeRole } from "@/lib/services/users/revoke-role";
import { noun, roleOption, tenantOption, upnOption, verb } from "./command";
import { OPERATOR } from "./operator";
import { setResult } from "./output";

interface RoleOptions {
  tenant: string;
  upn: string;
  role: Role;
}

/** What users may do; a change bites at their next request. */
export function roleCommand(): Command {
  const role = noun("role", "grant and revoke users' roles");
  const options = [tenantOption(), upnOption(), roleOption()];
  verb<RoleOptions>(role, "grant", {
    description: "give a user a role",
    options,
    action: async ({ tenant, upn, role: granted }) => {
      const scope = await systemScope(tenant, OPERATOR);
      await grantRole(scope, { upn, role: granted });
      setResult({ tenantId: scope.tenantId, upn, role: granted, granted: true }, `${upn} has the role ${granted}.`);
    },
  });
  verb<RoleOptions>(role, "revoke", {
    description: "take a role from a user",
    options,
    action: async ({ tenant, upn, role: revoked }) => {
      const scope = await systemScope(tenant, OPERATOR);
      await revokeRole(scope, { upn, role: revoked });
      setResult({ tenantId: scope.tenantId, upn, role: revoked, granted: false }, `${upn} has no role ${revoked}.`);
    },
  });
  return role;
}

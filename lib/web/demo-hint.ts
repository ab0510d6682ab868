import "server-only";
import { DEFAULT_DEMO_PASSWORD, env, isLoopbackHost } from "@/lib/env";
import { LICENSE_DEFINITIONS, type License } from "@/lib/model/licenses";
import { ROLE_LABELS, type Role } from "@/lib/model/roles";

export interface DemoHint {
  /** Undefined when the operator set one of their own: that is never shown. */
  password?: string;
  tenants: readonly { slug: string; license: string }[];
  accounts: readonly { name: string; role: string }[];
}

const TENANTS: readonly (readonly [string, License])[] = [
  ["acorn", "premium_p2"],
  ["birch", "premium_p1"],
  ["cedar", "free"],
];

const ACCOUNTS: readonly (readonly [string, Role | undefined])[] = [
  ["admin", "global-administrator"],
  ["globalreader", "global-reader"],
  ["secadmin", "security-administrator"],
  ["secreader", "security-reader"],
  ["reports", "reports-reader"],
  ["user", undefined],
];

/**
 * The demo accounts, to be listed on the sign-in page; undefined unless the demo is loaded and only this machine can
 * reach the server (loopback, no proxy in front): elsewhere the list would be an open door.
 */
export function demoAccountsShown(): DemoHint | undefined {
  const { DEMO, HOST, TRUST_PROXY, DEMO_PASSWORD } = env();
  if (!DEMO || TRUST_PROXY > 0 || !isLoopbackHost(HOST)) return undefined;
  return {
    password: DEMO_PASSWORD === DEFAULT_DEMO_PASSWORD ? DEMO_PASSWORD : undefined,
    tenants: TENANTS.map(([slug, license]) => ({ slug, license: LICENSE_DEFINITIONS[license].label })),
    accounts: ACCOUNTS.map(([name, role]) => ({ name, role: role ? ROLE_LABELS[role] : "No role" })),
  };
}

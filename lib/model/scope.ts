/**
 * Who is asking, for which tenant, and what they may do. Made only in `lib/access`, from a session, an API token or a
 * named job; every service verb and every query takes one as its first argument, apart from what is asked for.
 */
import type { License } from "./licenses";
import type { Permission } from "./roles";

declare const minted: unique symbol;
declare const mintedOwn: unique symbol;

export interface TenantScope {
  readonly [minted]: true;
  readonly tenantId: string;
  readonly tenantSlug: string;
  readonly tenantName: string;
  readonly license: License;
  readonly permissions: ReadonlySet<Permission>;
  readonly actor: Actor;
  /** Where the request came from, for the audit log; absent for jobs and the command line. */
  readonly origin?: RequestOrigin;
}

/**
 * A person at their own sign-ins: opens these and nothing else, whatever roles the person has besides. No verb of the
 * tenant's takes it, since it carries no permissions.
 */
export interface OwnScope {
  readonly [mintedOwn]: true;
  readonly tenantId: string;
  readonly tenantSlug: string;
  readonly tenantName: string;
  readonly license: License;
  readonly actor: UserActor;
  readonly origin?: RequestOrigin;
}

export interface RequestOrigin {
  /** As far as TRUST_PROXY lets it be known. */
  ip: string | null;
  requestId: string | null;
}

interface UserActor {
  kind: "user";
  id: string;
  name: string;
  upn: string;
}

export type Actor = UserActor | { kind: "client"; id: string; name: string } | { kind: "system"; name: string };

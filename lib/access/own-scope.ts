/** The scope of a person at their own sign-ins: any signed-in user has it, without a role and under every license. */
import { NotSignedInError } from "@/lib/model/errors";
import type { OwnScope, RequestOrigin } from "@/lib/model/scope";
import type { Session } from "./session";

/** @throws NotSignedInError without a session. */
export function ownScopeFromSession(session: Session | null, origin?: RequestOrigin): OwnScope {
  if (!session) throw new NotSignedInError();
  const scope = {
    tenantId: session.tenantId,
    tenantSlug: session.tenantSlug,
    tenantName: session.tenantName,
    license: session.license,
    actor: { kind: "user" as const, id: session.userId, name: session.displayName, upn: session.upn },
    ...(origin ? { origin } : {}),
  };
  return Object.freeze(scope) as unknown as OwnScope;
}

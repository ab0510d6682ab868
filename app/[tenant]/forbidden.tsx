import { LicensePage, RolePage } from "@/app/_components/refusal-pages";
import { licenseHasFeature } from "@/lib/model/licenses";
import { permissionsOfRoles } from "@/lib/model/roles";
import { currentSession } from "@/lib/web/current-session";

/**
 * The reason is worked out from the session alone: only the reader's own tenant is ever forbidden, any other is not
 * found. Role before license, as in the services. Next draws this with every page of the tenant, so where nothing
 * is refused it is empty.
 */
export default async function Forbidden() {
  const session = await currentSession();
  if (!session) return null;
  if (!permissionsOfRoles(session.roles).has("logs:read")) {
    return <RolePage permission="logs:read" tenantName={session.tenantName} upn={session.upn} />;
  }
  if (!licenseHasFeature(session.license, "signInLogs")) {
    return <LicensePage license={session.license} tenantName={session.tenantName} />;
  }
  return null;
}

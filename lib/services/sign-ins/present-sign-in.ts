/** From a stored row to what a reader is shown. */
import type { SignInRow } from "@/db/queries/sign-ins/page";
import { categoryByCode } from "@/lib/model/categories";
import type { Party, SignInListItem } from "@/lib/model/sign-in-view";
import { statusByCode } from "@/lib/model/status";

/** A key that stands for a missing id begins with `~` and is no id. */
function party(key: string, name: string | null): Party {
  return { id: key === "" || key.startsWith("~") ? null : key, name };
}

/** Without what people said about it, and why it is unusual: see `markItems`. */
export function presentSignIn(row: SignInRow): SignInListItem {
  return {
    category: categoryByCode(row.category).slug,
    id: row.id,
    createdAt: new Date(row.createdAt.getTime() + row.createdMs),
    principal: { ...party(row.principalKey, row.principalName), upn: row.principalUpn },
    application: party(row.applicationKey, row.applicationName),
    resource: party(row.resourceKey, row.resourceName),
    status: statusByCode(row.status),
    errorCode: row.errorCode,
    ipAddress: row.ipText,
    location: { city: row.city, state: row.state, country: row.country },
    conditionalAccess: row.conditionalAccess,
    correlationId: row.correlationId,
    userType: row.userType,
    authenticationRequirement: row.authenticationRequirement,
    client: { app: row.clientApp, userAgent: row.userAgent, browser: row.browser, os: row.os },
    deviceId: row.deviceId,
    mark: null,
    unusual: [],
  };
}

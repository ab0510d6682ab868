/** Sign-ins of all four categories that differ in every property a report can be filtered by. */
import { expect } from "vitest";
import type { License } from "@/lib/model/licenses";
import type { TenantScope } from "@/lib/model/scope";
import type { JsonObject } from "@/lib/model/sign-in-record";
import { ingestRecords } from "@/lib/services/ingest/ingest-records";
import { asRecords, graphSignIn } from "@/tests/helpers/events";
import type { TestTenant } from "@/tests/helpers/tenant";
import type { TestSite } from "../auth/site";

export const DAY = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);

/** Ada: two interactive ones and a silent one; Bo: one; a service principal and a managed identity. */
export const KNOWN: readonly JsonObject[] = [
  graphSignIn({
    id: "ada-1",
    createdDateTime: `${DAY}T10:00:00.250Z`,
    correlationId: "corr-ada",
    riskDetail: "none",
    riskLevelAggregated: "high",
    riskLevelDuringSignIn: "medium",
    riskState: "atRisk",
    riskEventTypes: ["unlikelyTravel"],
    riskEventTypes_v2: ["unlikelyTravel", "anonymizedIPAddress"],
    alternateSignInName: "ada.alternate",
    appOwnerTenantId: "owner-of-office",
    resourceOwnerTenantId: "owner-of-mail",
    originalRequestId: "original-ada",
    conditionalAccessAudiences: "audience-mail",
    tokenIssuerName: "issuer.example",
    userAgent: "Mozilla/5.0 (Ada)",
    authenticationRequirement: "multiFactorAuthentication",
    appliedConditionalAccessPolicies: [{ id: "p1", displayName: "Require MFA", result: "reportOnlySuccess" }],
    status: { errorCode: 50126, failureReason: "Invalid credentials" },
    conditionalAccessStatus: "failure",
    authenticationProtocol: "deviceCode",
    incomingTokenType: "refreshToken",
    "a sender's own": { kept: true },
  }),
  graphSignIn({
    id: "ada-2",
    createdDateTime: `${DAY}T11:00:00Z`,
    authenticationRequirement: "singleFactorAuthentication",
    riskDetail: "hidden",
    riskLevelAggregated: "none",
    riskLevelDuringSignIn: "none",
    riskState: "none",
  }),
  graphSignIn({
    id: "bo-1",
    createdDateTime: `${DAY}T12:00:00Z`,
    userDisplayName: "Bo Åström",
    userPrincipalName: "Bo@acorn.example",
    userId: "user-bo",
    appDisplayName: "Payroll",
    appId: "app-payroll",
    resourceDisplayName: "Ledger",
    resourceId: "resource-ledger",
    ipAddress: "2001:db8::7",
    clientAppUsed: "IMAP4",
    location: { city: "Bergen", state: "Vestland", countryOrRegion: "SE" },
    deviceDetail: { operatingSystem: "Linux", browser: "Chrome 130" },
    userAgent: "curl/8.0",
  }),
  graphSignIn({
    ...{ id: "silent-1", createdDateTime: `${DAY}T13:00:00Z`, isInteractive: false },
    signInEventTypes: ["nonInteractiveUser"],
  }),
  {
    ...{ id: "job-1", createdDateTime: `${DAY}T14:00:00Z`, signInEventTypes: ["servicePrincipal"] },
    ...{ servicePrincipalId: "sp-backup", servicePrincipalName: "Nightly backup", ipAddress: "198.51.100.7" },
    ...{ appId: "app-backup", resourceId: "resource-mail", status: { errorCode: 0 } },
  },
  {
    ...{ id: "machine-1", createdDateTime: `${DAY}T15:00:00Z`, signInEventTypes: ["managedIdentity"] },
    ...{ servicePrincipalId: "mi-vm", servicePrincipalName: "Virtual machine", resourceId: "resource-mail" },
    ...{ managedServiceIdentity: { msiType: "systemAssigned" }, status: { errorCode: 0 } },
  },
];

export async function storeKnown(scope: TenantScope, records: readonly JsonObject[] = KNOWN): Promise<void> {
  const { accepted, errors } = await ingestRecords(scope, asRecords(records), { source: "test" });
  expect({ accepted, errors }).toEqual({ accepted: records.length, errors: [] });
}

/** A tenant that holds them. */
export async function knownTenant(site: TestSite, license?: License): Promise<TestTenant> {
  const made = await site.createTenant(license);
  await storeKnown(made.scope);
  return made;
}

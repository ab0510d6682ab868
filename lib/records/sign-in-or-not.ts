/** Telling sign-ins from the other records that travel with them: audit, provisioning, risk, other providers' logs. */
import type { Rejection } from "@/lib/model/sign-in-record";
import { categoryOfEventTypes, categoryOfStream } from "./category-of";
import { isEmpty } from "./empty";
import type { OpenedRecord } from "./open-record";

/** Categories of the same stream that are known to be something else. */
const OTHER_CATEGORIES: ReadonlySet<string> = new Set([
  ...["auditlogs", "provisioninglogs", "riskyusers", "userriskevents", "riskyserviceprincipals"],
  ...["serviceprincipalriskevents", "networkaccesstrafficlogs", "enrichedoffice365auditlogs"],
  ...["microsoftgraphactivitylogs", "remotenetworkhealthlogs", "customsecurityattributeauditlogs"],
]);

/** Properties that audit, provisioning and risk records have and sign-ins have not. */
const OTHER_PROPERTIES = [
  ...["activityDisplayName", "ActivityDisplayName", "initiatedBy", "InitiatedBy", "targetResources", "TargetResources"],
  ...["provisioningAction", "provisioningSteps", "riskEventType", "riskType", "riskLastUpdatedDateTime"],
];

/** One of these is enough to know a sign-in that comes without a category. */
const CERTAIN_PROPERTIES = [
  ...["signInEventTypes", "clientAppUsed", "conditionalAccessStatus", "appliedConditionalAccessPolicies"],
  ...["isInteractive", "appDisplayName", "authenticationRequirement", "authenticationDetails"],
];
/** Of these it takes two. */
const LIKELY_PROPERTIES = [
  ...["createdDateTime", "userPrincipalName", "userId", "appId", "resourceDisplayName", "resourceId"],
  ...["servicePrincipalId", "servicePrincipalName", "deviceDetail", "ipAddress"],
];

/** The name by which the sender says what kind of record this is: the envelope's category, else the table. */
export function streamCategoryOf({ envelope }: OpenedRecord): string | undefined {
  const { category, type } = envelope;
  if (typeof category === "string" && !isEmpty(category)) return category.trim();
  return typeof type === "string" && !isEmpty(type) ? type.trim() : undefined;
}

/** The reason why this is no sign-in, or undefined when it is one. */
export function refuseOtherRecords(opened: OpenedRecord): Rejection | undefined {
  const { content, envelope } = opened;
  const category = streamCategoryOf(opened);
  if (category === undefined)
    return isEmpty(envelope.category) ? refuseByContent(opened) : oddCategory(envelope.category);
  if (categoryOfStream(category) !== undefined || categoryOfEventTypes(content.signInEventTypes) !== undefined) {
    return undefined;
  }
  const isKnown = [category, envelope.type].some((name) => OTHER_CATEGORIES.has(String(name).toLowerCase()));
  const isOther = isKnown || OTHER_PROPERTIES.some((name) => Object.hasOwn(content, name));
  const message = `Category ${category.slice(0, 100)} is not a sign-in category.`;
  return { code: isOther ? "not_a_sign_in" : "unknown_category", message };
}

function refuseByContent({ content }: OpenedRecord): Rejection | undefined {
  const has = (name: string) => Object.hasOwn(content, name);
  const other = OTHER_PROPERTIES.find(has);
  if (other) return notASignIn(`It has ${other}, which sign-ins do not have.`);
  if (CERTAIN_PROPERTIES.some(has) || LIKELY_PROPERTIES.filter(has).length > 1) return undefined;
  const names = Object.keys(content).slice(0, 3).join(", ").slice(0, 100);
  return notASignIn(`It has no sign-in category and no property of a sign-in${names && `, but ${names}`}.`);
}

function notASignIn(reason: string): Rejection {
  return { code: "not_a_sign_in", message: `The record is not a sign-in. ${reason}` };
}

function oddCategory(category: unknown): Rejection {
  const message = `The category is ${JSON.stringify(category)?.slice(0, 100)}, which is not a text.`;
  return { code: "unknown_category", message };
}

/** How Graph spells the properties of directory audits and of provisioning records; feeds write them in any letter case. */
import { kinds, Shape, texts } from "../canonical-keys";

const ACTOR_USER = new Shape(texts("id", "displayName", "userPrincipalName", "ipAddress"));
const ACTOR_APP = new Shape(texts("appId", "displayName", "servicePrincipalId", "servicePrincipalName"));

/** Old and new values are texts that may hold JSON themselves, and stay the texts they are. */
const MODIFIED_PROPERTY = new Shape(texts("displayName", "oldValue", "newValue"));

export const DIRECTORY_AUDIT = new Shape(
  {
    ...texts("activityDateTime", "activityDisplayName", "category", "correlationId", "loggedByService"),
    ...texts("operationType", "result", "resultReason", "userAgent", "createdDateTime"),
    initiatedBy: new Shape({ user: ACTOR_USER, app: ACTOR_APP }),
    targetResources: new Shape({
      ...texts("id", "displayName", "type", "userPrincipalName", "groupType"),
      modifiedProperties: MODIFIED_PROPERTY,
    }),
    additionalDetails: new Shape(texts("key", "value")),
  },
  { AADOperationType: "operationType" },
);

const NAMED = { ...texts("id", "displayName"), details: "nested" } as const;
const SYSTEM = new Shape(NAMED, { Name: "displayName" });
const IDENTITY = new Shape({ ...NAMED, ...texts("identityType") }, { Name: "displayName" });

export const PROVISIONING = new Shape({
  ...texts("activityDateTime", "tenantId", "jobId", "cycleId", "changeId", "action", "provisioningAction"),
  ...kinds("number", "durationInMilliseconds"),
  sourceSystem: SYSTEM,
  targetSystem: SYSTEM,
  sourceIdentity: IDENTITY,
  targetIdentity: IDENTITY,
  servicePrincipal: SYSTEM,
  initiatedBy: new Shape(texts("id", "displayName", "initiatorType"), { Name: "displayName", Type: "initiatorType" }),
  provisioningStatusInfo: new Shape({
    status: "text",
    errorInformation: new Shape(
      texts("errorCode", "reason", "additionalDetails", "errorCategory", "recommendedAction"),
    ),
  }),
  statusInfo: new Shape(
    texts("status", "errorCode", "reason", "additionalDetails", "errorCategory", "recommendedAction"),
  ),
  provisioningSteps: new Shape({
    ...texts("name", "provisioningStepType", "status", "description"),
    details: "nested",
  }),
  modifiedProperties: MODIFIED_PROPERTY,
});

/**
 * What goes in and out of the addresses for programs. The description of the API is generated from these schemas, and
 * tests hold every kind of answer against them, so that the one cannot say what the other does not do.
 */
import { z } from "zod";
import { REJECTION_LABELS } from "@/lib/model/rejections";
import type { RejectionCode } from "@/lib/model/sign-in-record";

const text = z.string();
const textOrNull = z.string().nullable();
const count = z.int().min(0);
const time = z.iso.datetime({ offset: true }).describe("ISO 8601; answers are in UTC");

export const ingestError = z
  .strictObject({
    index: count.describe("place of the record in the body, from 0"),
    code: z.enum(Object.keys(REJECTION_LABELS) as [RejectionCode, ...RejectionCode[]]),
    message: text.describe("one sentence that names the field and what was found there"),
  })
  .describe("Why one record was not stored. It is kept, and administrators can retry it.");

export const ingestAnswer = z
  .strictObject({
    accepted: count.describe("records stored as new"),
    updated: count.describe("records that added to one that was known"),
    duplicates: count.describe("records that were known already and changed nothing"),
    rejected: count.describe("records that could not be stored, each with its reason in `errors`"),
    errors: z.array(ingestError),
    errorsNotListed: count.describe("rejections beyond the 10,000 that are listed; they are counted and kept"),
  })
  .describe("What became of the records of a body; the four numbers add up to them.");

export const apiError = z
  .looseObject({
    error: z.looseObject({
      code: text,
      message: text,
      innerError: z.looseObject({
        date: text.optional(),
        "request-id": text.optional(),
        "client-request-id": text.optional(),
      }),
    }),
  })
  .describe("A refusal, in the shape of Microsoft Graph's errors.");

export const tokenRequest = z
  .strictObject({
    grant_type: z.literal("client_credentials"),
    client_id: z.guid().optional().describe("or in an Authorization header (HTTP basic)"),
    client_secret: text.optional().describe("or in an Authorization header (HTTP basic)"),
    scope: text.regex(/^\S*\/\.default$/).describe("any resource, followed by /.default"),
  })
  .describe("OAuth 2.0 client credentials (RFC 6749, section 4.4).");

export const tokenAnswer = z.strictObject({
  token_type: z.literal("Bearer"),
  expires_in: z.int().describe("seconds"),
  access_token: text,
});

export const tokenError = z.strictObject({
  error: z.enum([
    "invalid_request",
    "invalid_client",
    "invalid_scope",
    "unsupported_grant_type",
    "temporarily_unavailable",
    "server_error",
  ]),
  error_description: text,
});

const modifiedProperty = z.looseObject({ displayName: textOrNull, oldValue: textOrNull, newValue: textOrNull });

export const signIn = z
  .looseObject({
    id: text.describe("request id"),
    createdDateTime: time,
    userPrincipalName: textOrNull.optional(),
    userId: textOrNull.optional(),
    appId: textOrNull.optional(),
    appDisplayName: textOrNull.optional(),
    servicePrincipalId: textOrNull.optional(),
    ipAddress: textOrNull.optional(),
    signInEventTypes: z.array(text).optional(),
    status: z.looseObject({ errorCode: z.number(), failureReason: textOrNull.optional() }).optional(),
  })
  .describe("Graph's `signIn`. Properties that Signbook does not know are kept and given back.");

export const directoryAudit = z
  .looseObject({
    id: text,
    activityDateTime: time,
    activityDisplayName: text,
    category: textOrNull.optional(),
    correlationId: textOrNull.optional(),
    loggedByService: textOrNull.optional(),
    operationType: textOrNull.optional(),
    result: textOrNull.optional(),
    resultReason: textOrNull.optional(),
    initiatedBy: z.looseObject({}).nullable().optional(),
    targetResources: z
      .array(z.looseObject({ id: textOrNull.optional(), modifiedProperties: z.array(modifiedProperty).optional() }))
      .optional(),
    additionalDetails: z.array(z.looseObject({ key: textOrNull, value: textOrNull })).optional(),
  })
  .describe("Graph's `directoryAudit`.");

const named = z.looseObject({ id: textOrNull.optional(), displayName: textOrNull.optional() });

export const provisioningRecord = z
  .looseObject({
    id: text,
    activityDateTime: time,
    provisioningAction: textOrNull.optional(),
    jobId: textOrNull.optional(),
    cycleId: textOrNull.optional(),
    changeId: textOrNull.optional(),
    durationInMilliseconds: z.number().nullable().optional(),
    sourceSystem: named.nullable().optional(),
    targetSystem: named.nullable().optional(),
    sourceIdentity: named.nullable().optional(),
    targetIdentity: named.nullable().optional(),
    provisioningStatusInfo: z.looseObject({ status: textOrNull.optional() }).nullable().optional(),
    provisioningSteps: z.array(z.looseObject({})).optional(),
    modifiedProperties: z.array(modifiedProperty).optional(),
  })
  .describe("Graph's `provisioningObjectSummary`.");

export const envelope = z
  .looseObject({
    time: text,
    category: text.describe("SignInLogs, NonInteractiveUserSignInLogs, AuditLogs, ProvisioningLogs, …"),
    properties: z.looseObject({}),
  })
  .describe("A diagnostic record of a log stream; its keys may be in any letter case.");

export const incomingRecord = z
  .union([envelope, signIn, directoryAudit, provisioningRecord])
  .describe("One record, in any of the shapes that providers write.");

export const incomingBody = z
  .union([
    incomingRecord,
    z.array(incomingRecord),
    z.looseObject({ value: z.array(incomingRecord) }),
    z.looseObject({ records: z.array(incomingRecord) }),
  ])
  .describe("One record, a list of them, or a page as Graph and log streams write it.");

function pageOf<Item extends z.ZodType>(item: Item) {
  return z.looseObject({
    "@odata.context": text,
    "@odata.count": count.optional(),
    "@odata.nextLink": z.url().optional().describe("the next page; absent at the end"),
    "@odata.deltaLink": z.url().optional().describe("in order of arrival: where to go on later"),
    value: z.array(item),
  });
}

const texts = <Name extends string>(...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, textOrNull])) as Record<Name, typeof textOrNull>;
const list = z.array(z.looseObject({}));

/** Every property is there unless `$select` chooses among them. */
export const reportedSignIn = signIn
  .extend({
    ...texts("userDisplayName", "resourceDisplayName", "resourceId", "clientAppUsed", "correlationId"),
    ...texts("conditionalAccessStatus", "authenticationRequirement", "userAgent", "servicePrincipalName"),
    ...texts("riskDetail", "riskLevelAggregated", "riskLevelDuringSignIn", "riskState"),
    isInteractive: z.boolean().nullable(),
    riskEventTypes_v2: z.array(text),
    status: z.looseObject({ errorCode: z.int(), ...texts("failureReason", "additionalDetails") }),
    location: z.looseObject(texts("city", "state", "countryOrRegion")),
    deviceDetail: z.looseObject(texts("deviceId", "displayName", "operatingSystem", "browser", "trustType")),
    appliedConditionalAccessPolicies: list.describe("empty without the permission Policy.Read.All"),
    authenticationDetails: list,
    receivedDateTime: time.describe("where records are asked for in order of arrival"),
  })
  .partial()
  .describe("A sign-in as it is read: with all of the version's properties, or those that `$select` names.");

export const reportedAudit = directoryAudit.partial().describe("A directory audit as it is read.");
export const reportedProvisioning = provisioningRecord
  .extend({ tenantId: text })
  .partial()
  .describe("A provisioning record as it is read.");

export const summarizedSignIn = z
  .looseObject({
    id: text,
    signInCount: count,
    aggregationDateTime: time.describe("when the window began"),
    firstSignInDateTime: time,
    ...texts("userPrincipalName", "appId", "appDisplayName", "ipAddress", "conditionalAccessStatus"),
    ...texts("resourceDisplayName", "resourceId", "tenantId", "servicePrincipalId", "servicePrincipalName"),
    status: z.looseObject({ errorCode: z.int(), ...texts("failureReason", "additionalDetails") }),
  })
  .partial()
  .describe("Sign-ins of one window that are the same but for time.");

export const signInPage = pageOf(reportedSignIn);
export const directoryAuditPage = pageOf(reportedAudit);
export const provisioningPage = pageOf(reportedProvisioning);
export const summaryPage = pageOf(summarizedSignIn);

export const confirmRequest = z
  .strictObject({ requestIds: z.array(text.min(1).max(200)).min(1).max(500) })
  .describe("The ids of the sign-ins that a verdict is about: all of them are marked, or none.");

const record = z.looseObject({});

export const batchRequest = z
  .looseObject({
    requests: z
      .array(
        z.looseObject({
          id: text.describe("names the answer; unique without regard to letter case"),
          method: z.enum(["GET", "POST"]),
          url: text.describe("address behind the version, or a whole link such as `@odata.nextLink`"),
          headers: z.record(text, text).optional().describe("Prefer, client-request-id, Content-Type beside a body"),
          body: record.optional(),
          dependsOn: z.array(text).optional().describe("ids of requests that must have succeeded before"),
        }),
      )
      .min(1)
      .max(20),
  })
  .describe("Up to 20 requests, in the shape of Microsoft Graph's JSON batches.");

export const batchAnswer = z
  .strictObject({
    responses: z.array(
      z.strictObject({
        id: text,
        status: z.int().describe("as the request would have had alone; 424 where one failed that it depends on"),
        headers: z.record(text, text),
        body: record.optional(),
      }),
    ),
  })
  .describe("An answer to each request. Find them by their ids: the order may differ.");

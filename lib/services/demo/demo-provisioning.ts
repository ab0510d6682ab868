/**
 * What the demo's provisioning services did in a month: people from the personnel system into the directory, people and
 * groups from the directory into applications; most of it well, some skipped, some failed for the reasons one meets.
 */
import type { NormalisedActivity } from "@/lib/model/activity-record";
import { DAY_MS, HOUR_MS } from "@/lib/model/retention";
import type { JsonObject } from "@/lib/model/sign-in-record";
import type { NamedPerson } from "../generate/make-person";
import { stableUuid } from "../generate/random";

interface System {
  key: string;
  name: string;
}

const PERSONNEL: System = { key: "personnel", name: "Workday" };
const DIRECTORY: System = { key: "directory", name: "Directory" };
const SERVICES: readonly { from: System; to: System; service: string }[] = [
  { from: PERSONNEL, to: DIRECTORY, service: "Workday to Directory" },
  { from: DIRECTORY, to: { key: "service-desk", name: "ServiceNow" }, service: "ServiceNow" },
  { from: DIRECTORY, to: { key: "crm", name: "Salesforce" }, service: "Salesforce" },
  { from: DIRECTORY, to: { key: "chat", name: "Slack" }, service: "Slack" },
];

interface Outcome {
  action: "create" | "update" | "disable" | "delete" | "other";
  status: "success" | "failure" | "skipped" | "warning";
  /** The step that did not succeed. */
  stopsAt?: "scoping" | "matching" | "processing" | "referenceResolution" | "export";
  error?: { code: string; category: string; reason: string; advice: string };
  changes: readonly [property: string, before: string | null, after: string | null][];
}

/** In turn, so that every kind is there whatever the number. */
const OUTCOMES: readonly Outcome[] = [
  {
    action: "create",
    status: "success",
    changes: [
      ["active", null, "true"],
      ["department", null, "Research"],
    ],
  },
  { action: "update", status: "success", changes: [["department", "Sales", "Research"]] },
  {
    action: "update",
    status: "success",
    changes: [
      ["jobTitle", "Adviser", "Senior adviser"],
      ["manager", null, "Vera Dahl"],
    ],
  },
  {
    ...{ action: "create", status: "failure", stopsAt: "export", changes: [] },
    error: {
      ...{ code: "DuplicateTargetEntries", category: "NonServiceFailure" },
      reason: "The target system has two accounts with the same mail address, so neither could be matched.",
      advice: "Remove one of the two accounts in the target system, or match by another attribute.",
    },
  },
  { action: "update", status: "skipped", stopsAt: "scoping", changes: [] },
  { action: "disable", status: "success", changes: [["active", "true", "false"]] },
  {
    ...{ action: "update", status: "failure", stopsAt: "export", changes: [] },
    error: {
      ...{ code: "TooManyRequests", category: "Failure" },
      reason: "The target system answered that it was asked too often.",
      advice: "Nothing needs to be done: the service tries again in its next cycle.",
    },
  },
  { action: "create", status: "success", changes: [["active", null, "true"]] },
  {
    ...{ action: "create", status: "skipped", stopsAt: "processing", changes: [] },
    error: {
      ...{ code: "MissingRequiredAttribute", category: "NonServiceFailure" },
      reason: "The person has no mail address, which the target system requires.",
      advice: "Enter a mail address in the source system.",
    },
  },
  { action: "update", status: "warning", stopsAt: "referenceResolution", changes: [["manager", "Vera Dahl", null]] },
  {
    ...{ action: "create", status: "failure", stopsAt: "export", changes: [] },
    error: {
      ...{ code: "InvalidCredentials", category: "Failure" },
      reason: "The target system refused the secret of the provisioning service.",
      advice: "Enter a new secret on the provisioning page of the application.",
    },
  },
  { action: "delete", status: "success", changes: [["active", "false", null]] },
  { action: "other", status: "success", changes: [] },
];

const STEPS = [
  ["import", "EntryImport", "Received the identity from the source system"],
  ["scoping", "EntryScoping", "The identity is in scope of the assignment"],
  ["matching", "EntryMatching", "Looked for the identity in the target system by its mail address"],
  ["referenceResolution", "ReferenceResolution", "Resolved the references to managers and groups"],
  ["processing", "EntryProcessing", "Found what differs between the two systems"],
  ["export", "EntryExport", "Wrote the identity to the target system"],
] as const;

const STOPPED: Record<NonNullable<Outcome["stopsAt"]>, string> = {
  scoping: "The identity is not assigned to the application any more",
  matching: "No match was found",
  referenceResolution: "The manager is not in the target system yet",
  processing: "A required attribute is missing",
  export: "The target system did not take the identity",
};

interface DemoProvisioning {
  tenantId: string;
  slug: string;
  people: readonly NamedPerson[];
  now: Date;
}

const RECORDS = 90;
const SPAN_DAYS = 29;

/** The same records for the same moment, so that loading them again changes nothing. */
export function demoProvisioning({ tenantId, slug, people, now }: DemoProvisioning): NormalisedActivity[] {
  return Array.from({ length: RECORDS }, (_, index) => {
    const age = ((index * SPAN_DAYS * DAY_MS) / RECORDS + ((index * 37) % 11) * HOUR_MS) % (SPAN_DAYS * DAY_MS);
    const createdAt = new Date(Math.floor((now.getTime() - age - HOUR_MS) / 1000) * 1000);
    const outcome = OUTCOMES[index % OUTCOMES.length] as Outcome;
    const service = SERVICES[(index * 7) % SERVICES.length] as (typeof SERVICES)[number];
    const person = people[index % people.length] as NamedPerson;
    const ids = (what: string) => stableUuid(`demo-provisioning:${slug}:${what}`);
    const isGroup = outcome.action === "other" || index % 17 === 3;
    const name = isGroup ? "Research and development" : person.displayName;
    const identity = (of: System): JsonObject => ({
      ...{ id: ids(`${of.key}:${name}`), displayName: name, identityType: isGroup ? "Group" : "User" },
      details: isGroup ? {} : { userPrincipalName: person.upn },
    });
    const system = ({ key, name: displayName }: System) => ({ id: ids(key), displayName, details: {} });
    return {
      ...{ kind: "provisioning", id: ids(`record:${index}`), createdAt, createdMs: (index * 131) % 1000, notes: [] },
      record: {
        activityDateTime: createdAt.toISOString(),
        tenantId,
        jobId: `${service.service.replaceAll(" ", "")}.${ids(service.service).slice(0, 8)}`,
        cycleId: ids(`cycle:${service.service}:${createdAt.toISOString().slice(0, 13)}`),
        changeId: ids(`change:${index}`),
        provisioningAction: outcome.action,
        durationInMilliseconds: 180 + ((index * 97) % 2400),
        initiatedBy: { id: "", displayName: "Provisioning service", initiatorType: "system" },
        servicePrincipal: { id: ids(service.service), displayName: service.service },
        sourceSystem: system(service.from),
        targetSystem: system(service.to),
        sourceIdentity: identity(service.from),
        targetIdentity: outcome.status === "success" ? identity(service.to) : { id: "", displayName: "", details: {} },
        provisioningStatusInfo: { status: outcome.status, errorInformation: errorOf(outcome) },
        provisioningSteps: stepsOf(outcome),
        modifiedProperties: outcome.changes.map(([displayName, oldValue, newValue]) => ({
          ...{ displayName, oldValue, newValue },
        })),
      },
    };
  });
}

function errorOf({ error }: Outcome): JsonObject | null {
  if (!error) return null;
  const { code, category, reason, advice } = error;
  return { errorCode: code, errorCategory: category, reason, additionalDetails: null, recommendedAction: advice };
}

/** Up to the one where it stopped; after a warning it went on. */
function stepsOf({ stopsAt, status }: Outcome): JsonObject[] {
  const last = stopsAt && status !== "warning" ? STEPS.findIndex(([type]) => type === stopsAt) : STEPS.length - 1;
  return STEPS.slice(0, last + 1).map(([provisioningStepType, name, description]) => ({
    ...{ name, provisioningStepType, details: {} },
    status: provisioningStepType === stopsAt ? status : "success",
    description: provisioningStepType === stopsAt ? STOPPED[stopsAt] : description,
  }));
}

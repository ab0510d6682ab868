/** From a parsed record, whatever its shape, to one directory audit or provisioning record. Pure and synchronous. */
import type { ActivityKind, NormalisedActivity } from "@/lib/model/activity-record";
import type { JsonObject, JsonValue, Rejection } from "@/lib/model/sign-in-record";
import { MAX_DEPTH } from "../clean-text";
import { contentHash } from "../content-hash";
import { isEmpty } from "../empty";
import { isConstant } from "../envelope-leftovers";
import { setOwn } from "../json-object";
import { idOf, MAX_ID_LENGTH, makeStorable } from "../normalise";
import { type ParsedTime, parseTime } from "../parse-time";
import { completeProvisioning } from "./complete-provisioning";
import { type OpenedActivity, openActivity } from "./open-activity";

/** Names of the stream say what the kind of the record says already. */
const STREAM_NAME = /^(?:aad)?(?:audit|provisioning)logs$/i;

/**
 * Understands a directory audit or a provisioning record: in a diagnostic envelope, as a Graph object or as a row of a
 * log-analytics table. The value is used up.
 * @param kind what {@link activityKindOf} says of it
 * @returns the record in Graph's shape, or the reason why it cannot be stored. Whether its time is acceptable is not
 *   judged here
 */
export function normaliseActivity(
  kind: ActivityKind,
  value: JsonObject,
  isStorable = false,
): NormalisedActivity | { rejection: Rejection } {
  const storable = makeStorable(value, isStorable);
  if (!storable) {
    return { rejection: { code: "invalid_field", message: `The record nests values more than ${MAX_DEPTH} deep.` } };
  }
  const opened = openActivity(kind, storable.value);
  const { content, envelope } = opened;
  const time = timeOf(opened);
  if ("rejection" in time) return time;
  if (kind === "audit") completeAudit(content, envelope);
  else completeProvisioning(content, envelope);
  const missing = missingFrom(opened);
  if (missing) return { rejection: { code: "missing_field", message: missing } };
  keepEnvelope(content, envelope);
  const id = idOf(opened.id) ?? `x-${contentHash(content)}`;
  if (id.length > MAX_ID_LENGTH) {
    return { rejection: { code: "invalid_field", message: `The id is ${id.length} characters long.` } };
  }
  const notes = [time.note, storable.note].filter((note) => note !== undefined);
  return { kind, id, createdAt: new Date(time.epochSeconds * 1000), createdMs: time.ms, record: content, notes };
}

interface ActivityTime extends ParsedTime {
  note: string | undefined;
}

/** Prefers the time of the activity over that of the envelope, which tells when it was sent on. */
function timeOf({ content, envelope }: OpenedActivity): ActivityTime | { rejection: Rejection } {
  let unreadable: string | undefined;
  const candidates: [string, JsonValue | undefined][] = [
    ["activityDateTime", content.activityDateTime],
    ["createdDateTime", content.createdDateTime],
    ["the envelope's time", envelope.time],
  ];
  for (const [name, written] of candidates) {
    const time = parseTime(written);
    if (time) return { ...time, note: unreadable && `${unreadable}; ${name} was taken instead.` };
    if (!isEmpty(written)) unreadable ??= `${name} is ${JSON.stringify(written).slice(0, 60)}, which is not a time`;
  }
  if (unreadable) return { rejection: { code: "unreadable_time", message: `${unreadable}.` } };
  const message = "The record has no time: neither activityDateTime nor time nor TimeGenerated.";
  return { rejection: { code: "missing_time", message } };
}

/** Old feeds number the results. */
const RESULT_NUMBERS: Readonly<Record<string, string>> = { "0": "success", "1": "failure", "2": "timeout" };

const RESULT_WORDS = Object.values(RESULT_NUMBERS);

/** Joins to the audit, where it says nothing itself, what the envelope says. */
function completeAudit(content: JsonObject, envelope: JsonObject): void {
  fill(content, "activityDisplayName", isEmpty(content.operationName) ? envelope.operationName : content.operationName);
  fill(content, "correlationId", envelope.correlationId);
  fill(content, "resultReason", envelope.resultDescription);
  if (!isEmpty(envelope.category) && !STREAM_NAME.test(String(envelope.category).trim())) {
    fill(content, "category", envelope.category);
  }
  const said = [content.result, envelope.result, envelope.resultType, envelope.resultSignature];
  const words = said.map((word) => (isEmpty(word) ? "" : String(word).trim().toLowerCase()));
  if (words[0]) content.result = RESULT_NUMBERS[words[0]] ?? words[0];
  else
    fill(
      content,
      "result",
      words.find((word) => RESULT_WORDS.includes(word)),
    );
}

function missingFrom({ kind, content }: OpenedActivity): string | undefined {
  if (kind === "audit") {
    return isEmpty(content.activityDisplayName)
      ? "The audit record has no activity: neither activityDisplayName nor operationName."
      : undefined;
  }
  const said = ["provisioningAction", "sourceIdentity", "targetIdentity", "provisioningSteps"];
  return said.every((name) => isEmpty(content[name]))
    ? "The provisioning record says neither an action nor an identity nor a step."
    : undefined;
}

function fill(content: JsonObject, name: string, value: JsonValue | undefined): void {
  if (isEmpty(content[name]) && !isEmpty(value)) content[name] = typeof value === "number" ? String(value) : value!;
}

/** What the envelope says beyond its constants and what the record repeats stays readable beside the record. */
function keepEnvelope(content: JsonObject, envelope: JsonObject): void {
  const leftovers: JsonObject = {};
  for (const key in envelope) {
    const value = envelope[key]!;
    if (isEmpty(value) || isConstant(key, value) || value === content[key]) continue;
    if ((key === "category" || key === "type") && STREAM_NAME.test(String(value).trim())) continue;
    if (key === "time" && value === content.activityDateTime) continue;
    if (key === "operationName" && value === content.activityDisplayName) continue;
    setOwn(leftovers, key, value);
  }
  if (Object.keys(leftovers).length === 0) return;
  // A sender's own property of that name moves inside.
  content.envelope = content.envelope === undefined ? leftovers : { ...leftovers, envelope: content.envelope };
}

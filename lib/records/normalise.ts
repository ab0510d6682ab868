/** From a parsed record, whatever its shape, to one sign-in as Signbook knows it. Pure and synchronous. */
import type { JsonObject, JsonValue, NormalisedSignIn, Rejection, RejectionCode } from "@/lib/model/sign-in-record";
import { decideCategory } from "./category-of";
import { cleanText, inspectText, isTooDeep, MAX_DEPTH } from "./clean-text";
import { contentHash } from "./content-hash";
import { isEmpty } from "./empty";
import { envelopeLeftovers, fillFromEnvelope } from "./envelope-leftovers";
import { eventTime } from "./event-time";
import { isJsonObject } from "./json-object";
import { type OpenedRecord, openRecord } from "./open-record";
import { refuseOtherRecords, streamCategoryOf } from "./sign-in-or-not";

export { tenantsNamedBy } from "./tenants-named-by";

/** Request ids are 36 characters long; the id is part of every index. */
export const MAX_ID_LENGTH = 200;
/** A note is one sentence. */
const MAX_FIELDS_NAMED = 5;
const AD_FS_CATEGORY = "adfssigninlogs";
const AD_FS_ISSUER = "ADFederationServices";
/** Stream categories that the stored category gives back; others stay in the record. */
const PLAIN_CATEGORY = /^(?:aad)?(?:noninteractiveuser|serviceprincipal|managedidentity)?signinlogs$/i;

/**
 * Understands one record: a diagnostic envelope, a Graph `signIn` object or a row of a log-analytics table. The value is
 * used up: the sign-in is made of its parts.
 * @param isStorable true when the reader knows that no text needs to be looked at for characters that cannot be stored
 * @returns the sign-in, in Graph's shape and with what reading noticed, or the reason why it is none. Whether its time is
 *   acceptable and whether it belongs to the tenant is not judged here
 */
export function normalise(value: unknown, isStorable = false): NormalisedSignIn | { rejection: Rejection } {
  if (!isJsonObject(value)) return reject("not_an_object", `The record is ${describe(value)}, not an object.`);
  // First of all: what follows looks into values of any depth.
  const storable = makeStorable(value, isStorable);
  if (!storable) return reject("invalid_field", `The record nests values more than ${MAX_DEPTH} deep.`);
  const opened = openRecord(storable.value);
  const refusal = refuseOtherRecords(opened);
  if (refusal) return { rejection: refusal };
  const { category, note: categoryNote } = decideCategory(opened.content, streamCategoryOf(opened));
  const time = eventTime(opened.content, opened.envelope);
  if ("rejection" in time) return time;

  complete(opened, category <= 2, categoryNote !== undefined);
  const record = opened.content;
  const id = idOf(opened.id) ?? `x-${contentHash(record)}`;
  if (id.length > MAX_ID_LENGTH) return reject("invalid_field", `The id is ${id.length} characters long.`);
  const notes = [categoryNote, time.note, storable.note, noteOnEmptiness(record)].filter((note) => note !== undefined);
  return { category, id, createdAt: new Date(time.epochSeconds * 1000), createdMs: time.ms, record, notes };
}

/** The record with only such text as can be stored; undefined when it nests too deep to look. */
export function makeStorable(
  value: JsonObject,
  isStorable: boolean,
): { value: JsonObject; note: string | undefined } | undefined {
  if (isStorable) return isTooDeep(value) ? undefined : { value, note: undefined };
  const state = inspectText(value);
  if (state === "too deep") return undefined;
  if (state === "clean") return { value, note: undefined };
  const fields = new Set<string>();
  const cleaned = cleanText(value, fields) as JsonObject;
  const names = [...fields].slice(0, MAX_FIELDS_NAMED).join(", ");
  return { value: cleaned, note: `Characters that cannot be stored were replaced by U+FFFD in ${names}.` };
}

/** Joins to the sign-in what the envelope says. */
function complete({ content, envelope }: OpenedRecord, isUser: boolean, isDisputed: boolean): void {
  fillFromEnvelope(content, envelope, isUser);
  const category = String(envelope.category);
  if (isEmpty(content.tokenIssuerType) && category.trim().toLowerCase() === AD_FS_CATEGORY) {
    content.tokenIssuerType = AD_FS_ISSUER;
  }
  const leftovers = envelopeLeftovers(content, envelope, isDisputed || !PLAIN_CATEGORY.test(category));
  if (!leftovers) return;
  // A sender's own property of that name moves inside.
  content.envelope = content.envelope === undefined ? leftovers : { ...leftovers, envelope: content.envelope };
}

export function idOf(id: JsonValue | undefined): string | undefined {
  if (typeof id === "number") return String(id);
  return typeof id === "string" && id.trim() !== "" ? id.trim() : undefined;
}

function noteOnEmptiness(record: JsonObject): string | undefined {
  for (const key in record) {
    if (key !== "envelope" && key !== "createdDateTime" && !isEmpty(record[key])) return undefined;
  }
  return "The record says nothing but its time and its category.";
}

function reject(code: RejectionCode, message: string): { rejection: Rejection } {
  return { rejection: { code, message } };
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

/** Which log a record belongs to, when up to four places in it may say so and need not agree. */
import { categoryByCode } from "@/lib/model/categories";
import type { CategoryCode } from "@/lib/model/categories/category";
import type { JsonObject, JsonValue } from "@/lib/model/sign-in-record";
import { isEmpty } from "./empty";
import { isJsonObject } from "./json-object";

const INTERACTIVE = 1;
const NON_INTERACTIVE = 2;
const SERVICE_PRINCIPAL = 3;
const MANAGED_IDENTITY = 4;

const EVENT_TYPES: ReadonlyMap<string, CategoryCode> = new Map([
  ["interactiveuser", INTERACTIVE],
  ["noninteractiveuser", NON_INTERACTIVE],
  ["serviceprincipal", SERVICE_PRINCIPAL],
  ["managedidentity", MANAGED_IDENTITY],
]);

/** The stream's categories; log-analytics tables are called the same, some with AAD before it. */
const STREAM_CATEGORIES: ReadonlyMap<string, CategoryCode> = new Map([
  ["signinlogs", INTERACTIVE],
  ["noninteractiveusersigninlogs", NON_INTERACTIVE],
  ["serviceprincipalsigninlogs", SERVICE_PRINCIPAL],
  ["managedidentitysigninlogs", MANAGED_IDENTITY],
  ["adfssigninlogs", INTERACTIVE],
  ["microsoftserviceprincipalsigninlogs", SERVICE_PRINCIPAL],
]);

/** The log that a category of the stream, or a table of its name, stands for; undefined when it is no sign-in category. */
export function categoryOfStream(name: string): CategoryCode | undefined {
  return STREAM_CATEGORIES.get(name.trim().toLowerCase().replace(/^aad/, ""));
}

/** The log that `signInEventTypes` names. Of several the narrowest: a managed identity is a service principal too. */
export function categoryOfEventTypes(types: JsonValue | undefined): CategoryCode | undefined {
  if (!Array.isArray(types)) return undefined;
  let category: CategoryCode | undefined;
  for (const type of types) {
    const named = typeof type === "string" ? EVENT_TYPES.get(type.trim().toLowerCase()) : undefined;
    if (named !== undefined && (category === undefined || named > category)) category = named;
  }
  return category;
}

interface Claim {
  source: string;
  category: CategoryCode;
}

export interface CategoryDecision {
  category: CategoryCode;
  /** One sentence when the sources disagree. */
  note: string | undefined;
}

/**
 * Decides by, in this order: `signInEventTypes`; being a managed identity; the stream's category; and for a user
 * without event types `isInteractive = false`, which moves it out of the interactive log.
 * @param streamCategory the envelope's category or the table's name, as it came
 */
export function decideCategory(content: JsonObject, streamCategory: string | undefined): CategoryDecision {
  const claims: Claim[] = [];
  const claim = (source: string, category: CategoryCode | undefined) => {
    if (category !== undefined) claims.push({ source, category });
    return category;
  };
  const byTypes = claim("signInEventTypes", categoryOfEventTypes(content.signInEventTypes));
  const byIdentity = claim("the managed identity type", isManagedIdentity(content) ? MANAGED_IDENTITY : undefined);
  const byStream = claim(
    `the category ${streamCategory}`,
    streamCategory ? categoryOfStream(streamCategory) : undefined,
  );
  const base = byTypes ?? byIdentity ?? byStream ?? (isServicePrincipal(content) ? SERVICE_PRINCIPAL : INTERACTIVE);
  const isUser = base === INTERACTIVE || base === NON_INTERACTIVE;
  if (isUser && content.isInteractive === true) claim("isInteractive", INTERACTIVE);
  const flag = isUser && content.isInteractive === false ? claim("isInteractive", NON_INTERACTIVE) : undefined;
  const category = byTypes ?? flag ?? base;
  return { category, note: noteOf(claims, category) };
}

function isManagedIdentity(content: JsonObject): boolean {
  const { managedServiceIdentity: identity, managedIdentityType } = content;
  const type = isJsonObject(identity) && !isEmpty(identity.msiType) ? identity.msiType : managedIdentityType;
  return typeof type === "string" && !isEmpty(type) && type.trim().toLowerCase() !== "none";
}

/** Where nothing else tells: a service principal is there and no user is. */
function isServicePrincipal(content: JsonObject): boolean {
  const hasUser = !(isEmpty(content.userId) && isEmpty(content.userPrincipalName) && isEmpty(content.userDisplayName));
  return !hasUser && !(isEmpty(content.servicePrincipalId) && isEmpty(content.servicePrincipalName));
}

function noteOf(claims: readonly Claim[], category: CategoryCode): string | undefined {
  if (claims.every((claim) => claim.category === category)) return undefined;
  const said = claims.map((claim) => `${claim.source} says ${nameOf(claim.category)}`).join(", ");
  return `The record disagrees with itself on its kind: ${said}. It is kept as ${nameOf(category)}.`;
}

function nameOf(category: CategoryCode): string {
  return categoryByCode(category).label.toLowerCase();
}

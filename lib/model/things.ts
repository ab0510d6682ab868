/** What has a page of its own: whoever signs in, what they sign in to, where they come from. */
import { NAME_KINDS } from "./facets";

export type ThingKind = "principal" | "application" | "resource" | "address";

/** The word in addresses: `/{tenant}/<segment>/<id>`. */
const THING_SEGMENTS: Record<ThingKind, string> = {
  principal: "principals",
  application: "applications",
  resource: "resources",
  address: "addresses",
};

export const THING_KINDS = Object.keys(THING_SEGMENTS) as ThingKind[];

export const THING_LABELS: Record<ThingKind, string> = {
  principal: "Principal",
  application: "Application",
  resource: "Resource",
  address: "IP address",
};

/** The page of a thing, by its stored id; of a block of addresses by its notation. */
export function thingHref(tenant: string, kind: ThingKind, key: string): string {
  return `/${tenant}/${THING_SEGMENTS[kind]}/${encodeURIComponent(key)}`;
}

/** Longer texts are cut before they are stored as names or keys. */
export const MAX_COLUMN_LENGTH = 512;

/** The stored id of what came without one. */
export function keyOfName(name: string): string {
  return `~${name.toLowerCase()}`.slice(0, MAX_COLUMN_LENGTH);
}

export function isKeyOfName(key: string): boolean {
  return key.startsWith("~");
}

/** Kinds of names by which a thing is found, with what such a thing is called. */
export const FOUND_KINDS = {
  user: { thing: "principal", nameKind: NAME_KINDS.user, label: "User", plural: "Users" },
  servicePrincipal: {
    ...{ thing: "principal", nameKind: NAME_KINDS.servicePrincipal },
    ...{ label: "Service principal", plural: "Service principals" },
  },
  managedIdentity: {
    ...{ thing: "principal", nameKind: NAME_KINDS.managedIdentity },
    ...{ label: "Managed identity", plural: "Managed identities" },
  },
  application: {
    ...{ thing: "application", nameKind: NAME_KINDS.application },
    ...{ label: "Application", plural: "Applications" },
  },
  resource: { thing: "resource", nameKind: NAME_KINDS.resource, label: "Resource", plural: "Resources" },
  address: { thing: "address", nameKind: NAME_KINDS.address, label: "IP address", plural: "IP addresses" },
} as const satisfies Record<string, { thing: ThingKind; nameKind: number; label: string; plural: string }>;

export type FoundKind = keyof typeof FOUND_KINDS;
export const FOUND_KIND_NAMES = Object.keys(FOUND_KINDS) as FoundKind[];

/** Something that a search found, by its stored key. */
export interface FoundThing {
  kind: FoundKind;
  key: string;
  name: string;
  /** Another name, or the id: what tells it from its namesakes. */
  detail: string | null;
  /** What was searched for is its id or one of its whole names. */
  exact: boolean;
}

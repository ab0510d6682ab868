/** What the page of a thing says of others: with whom, to what, from where. */
import { NAME_KINDS } from "./facets";
import { PAIR_KINDS } from "./pairs";
import type { ThingKind } from "./things";

export type RelatedKind = "users" | "services" | "applications" | "resources" | "addresses" | "countries" | "devices";

export interface Relation {
  of: RelatedKind;
  /** The pairs, and on which side of them the thing of the page stands. */
  kinds: readonly number[];
  side: "a" | "b";
}

interface RelatedDefinition {
  title: string;
  /** `12 applications`. */
  one: string;
  many: string;
  /** Has a page of its own. */
  thing: ThingKind | null;
  /** Kinds of names to look it up by; none where the key is all there is. */
  nameKinds: readonly number[];
}

export const RELATED: Record<RelatedKind, RelatedDefinition> = {
  users: { title: "Users", one: "user", many: "users", thing: "principal", nameKinds: [NAME_KINDS.user] },
  services: {
    ...{ title: "Service principals and managed identities", one: "service", many: "services", thing: "principal" },
    nameKinds: [NAME_KINDS.servicePrincipal, NAME_KINDS.managedIdentity],
  },
  applications: {
    ...{ title: "Applications", one: "application", many: "applications", thing: "application" },
    nameKinds: [NAME_KINDS.application],
  },
  resources: {
    ...{ title: "Resources", one: "resource", many: "resources", thing: "resource" },
    nameKinds: [NAME_KINDS.resource],
  },
  addresses: { title: "IP addresses", one: "IP address", many: "IP addresses", thing: "address", nameKinds: [] },
  countries: { title: "Countries", one: "country", many: "countries", thing: null, nameKinds: [] },
  devices: { title: "Devices", one: "device", many: "devices", thing: null, nameKinds: [] },
};

const K = PAIR_KINDS;

export const RELATIONS: Record<ThingKind, readonly Relation[]> = {
  principal: [
    { of: "applications", kinds: [K.userApplication, K.serviceApplication], side: "a" },
    { of: "addresses", kinds: [K.userAddress, K.serviceAddress], side: "a" },
    { of: "resources", kinds: [K.userResource, K.serviceResource], side: "a" },
    { of: "countries", kinds: [K.userCountry, K.serviceCountry], side: "a" },
    { of: "devices", kinds: [K.userDevice], side: "a" },
  ],
  application: [
    { of: "users", kinds: [K.userApplication], side: "b" },
    { of: "services", kinds: [K.serviceApplication], side: "b" },
    { of: "resources", kinds: [K.applicationResource], side: "a" },
    { of: "addresses", kinds: [K.applicationAddress], side: "a" },
    { of: "countries", kinds: [K.applicationCountry], side: "a" },
  ],
  resource: [
    { of: "users", kinds: [K.userResource], side: "b" },
    { of: "services", kinds: [K.serviceResource], side: "b" },
    { of: "applications", kinds: [K.applicationResource], side: "b" },
  ],
  address: [
    { of: "users", kinds: [K.userAddress], side: "b" },
    { of: "services", kinds: [K.serviceAddress], side: "b" },
    { of: "applications", kinds: [K.applicationAddress], side: "b" },
  ],
};

/** The things that a sign-in names, each of which has a page. */
import type { ColumnKey } from "./columns";
import { partyLabel } from "./format-place";
import type { Party, SignInListItem } from "./sign-in-view";
import { keyOfName, type ThingKind } from "./things";

/** Something that a sign-in names. */
export interface NamedThing {
  kind: ThingKind;
  key: string;
  label: string;
}

type Named = Pick<SignInListItem, "principal" | "application" | "resource" | "ipAddress">;

/** What of a kind the sign-in names; null where it names none. */
export function thingOf(kind: ThingKind, { principal, application, resource, ipAddress }: Named): NamedThing | null {
  switch (kind) {
    case "principal":
      return named(kind, { id: principal.id, name: principal.upn ?? principal.name }, partyLabel(principal));
    case "application":
      return named(kind, application);
    case "resource":
      return named(kind, resource);
    case "address":
      return ipAddress ? { kind, key: ipAddress, label: ipAddress } : null;
  }
}

function named(kind: ThingKind, party: Party, label = partyLabel(party)): NamedThing | null {
  const key = party.id ?? (party.name && keyOfName(party.name));
  return key ? { kind, key, label: label ?? party.name ?? key } : null;
}

/** The columns whose text is the name of a thing. */
const NAMED_BY: Partial<Record<ColumnKey, ThingKind>> = {
  user: "principal",
  username: "principal",
  servicePrincipal: "principal",
  managedIdentity: "principal",
  application: "application",
  resource: "resource",
  ipAddress: "address",
};

export function thingOfColumn(column: ColumnKey, signIn: Named): NamedThing | null {
  const kind = NAMED_BY[column];
  return kind === undefined ? null : thingOf(kind, signIn);
}

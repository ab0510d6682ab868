import { partyLabel } from "@/lib/model/format-place";
import type { Party, SignInDetail } from "@/lib/model/sign-in-view";
import { type ThingKind, thingHref } from "@/lib/model/things";
import { type LogView, tenantOf } from "../log-view";

interface PageLink {
  kind: ThingKind;
  key: string;
  label: string;
}

/** To the pages of whoever and whatever the sign-in names: everything about each, across the four logs. */
export function ThingLinks({ view, detail }: { view: LogView; detail: SignInDetail }) {
  const { principal, application, resource, ipAddress } = detail;
  const links = [
    linkTo("principal", principal),
    linkTo("application", application),
    linkTo("resource", resource),
    ipAddress === null ? null : { kind: "address" as const, key: ipAddress, label: ipAddress },
  ].filter((link): link is PageLink => link !== null);
  if (links.length === 0) return null;
  return (
    <p className="thing-links">
      <span className="text-muted">All about </span>
      {links.map(({ kind, key, label }, index) => (
        <span key={kind}>
          {index > 0 && ", "}
          <a className="text-link" data-thing={kind} href={thingHref(tenantOf(view), kind, key)}>
            {label}
          </a>
        </span>
      ))}
    </p>
  );
}

/** Only by the id: what has none is stored under a name of ours. */
function linkTo(kind: ThingKind, party: Party): PageLink | null {
  return party.id === null ? null : { kind, key: party.id, label: partyLabel(party) ?? party.id };
}

import { thingOf } from "@/lib/model/named-things";
import type { SignInDetail } from "@/lib/model/sign-in-view";
import { THING_KINDS, thingHref } from "@/lib/model/things";
import { type LogView, tenantOf } from "../log-view";

/** To the pages of whoever and whatever the sign-in names: everything about each, across the four logs. */
export function ThingLinks({ view, detail }: { view: LogView; detail: SignInDetail }) {
  const things = THING_KINDS.flatMap((kind) => thingOf(kind, detail) ?? []);
  if (things.length === 0) return null;
  return (
    <p className="thing-links">
      <span className="text-muted">All about </span>
      {things.map(({ kind, key, label }, index) => (
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

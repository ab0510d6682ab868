/** A name in a table of sign-ins that leads to the page of who or what is called so. */
import type { NamedThing } from "@/lib/model/named-things";
import { thingHref } from "@/lib/model/things";

interface ThingNameProps {
  tenant: string;
  thing: NamedThing;
  /** What stands in the table, if it is not the thing's own label. */
  text?: string;
}

/**
 * Quiet, and for the mouse: a row has one stop for the keyboard and one target for a finger, its record, which has the same
 * links. Otherwise a table of fifty rows would have two hundred more stops, and a thumb would leave the log by accident.
 */
export function ThingName({ tenant, thing: { kind, key, label }, text = label }: ThingNameProps) {
  return (
    <a className="thing-name" data-thing={kind} href={thingHref(tenant, kind, key)} tabIndex={-1}>
      {text}
    </a>
  );
}

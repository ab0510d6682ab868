import { durationText } from "@/lib/model/format-duration";
import { formatCount } from "@/lib/model/format-number";
import { formatInstant, zoneOffset } from "@/lib/model/format-time";
import type { Freshness } from "@/lib/model/freshness";
import { type LogView, tenantOf } from "../log-view";

/** When the newest sign-in arrived, how long they usually take, and what was refused. */
export function FreshnessLine({ view, freshness }: { view: LogView; freshness: Freshness }) {
  const { newest, refused } = freshness;
  return (
    <span className="block" data-freshness="">
      {newest
        ? `Newest sign-in received ${instantText(newest.receivedAt, view.zone.name)}${delayText(newest.usualDelayMs)}.`
        : nothingArrivedText(view, freshness)}
      {refused.n > 0 && <Refused view={view} {...refused} />}
    </span>
  );
}

function Refused({ view, n, complete }: { view: LogView } & Freshness["refused"]) {
  const told = `${formatCount(n)}${complete ? "" : "+"} ${n === 1 && complete ? "record" : "records"} refused`;
  if (!view.reader.permissions.has("tenant:manage")) return <> {told}.</>;
  return (
    <>
      {" "}
      <a className="text-link" href={`/${tenantOf(view)}/rejections`}>
        {told}
      </a>
      .
    </>
  );
}

/** What an empty log is to be taken for. */
export function nothingArrivedText({ zone }: LogView, { newest, lastArrivalAt }: Freshness): string {
  if (newest) {
    const [at, receivedAt] = [newest.at, newest.receivedAt].map((each) => instantText(each, zone.name));
    return `The newest sign-in of this log is of ${at}, and was received ${receivedAt}.`;
  }
  if (!lastArrivalAt) return "No sign-in has arrived in any log yet.";
  return `This log holds no sign-in at all; in the others the last ones arrived ${instantText(lastArrivalAt, zone.name)}.`;
}

/** Every time names its zone; which place it is of stands in the line above. */
function instantText(at: Date, zone: string): string {
  return `${formatInstant(at, zone)} ${zoneOffset(zone, at)}`;
}

function delayText(ms: number | null): string {
  if (ms === null) return "";
  return ms < 1000 ? ", usually within a second" : `, usually ${durationText(ms)} after it happened`;
}

import { Icon } from "@/app/_components/icon";
import { durationText } from "@/lib/model/format-duration";
import { formatMinute } from "@/lib/model/format-time";
import { SILENCE_LIMITS } from "@/lib/model/silence-limits";
import { type Silence, sourceLabel } from "@/lib/model/sources";
import type { OverviewView } from "./links";

/** Sources that are silent for longer than their habit: until they arrive again, no figure is to be trusted for now. */
export function Silences({ view, silences }: { view: OverviewView; silences: readonly Silence[] }) {
  if (silences.length === 0) return null;
  return (
    <ul aria-label="Silent sources" className="grid gap-2">
      {silences.map(({ source, since, habitMs }) => (
        <li className="notice" data-tone="warning" key={source}>
          <Icon name="warning" />
          <span>
            <strong>{sourceLabel(source)}</strong>: nothing has arrived since {formatMinute(since, view.zone.name)}. Its
            longest pause in the {SILENCE_LIMITS.habitDays} days before was {durationText(habitMs)}.
          </span>
        </li>
      ))}
    </ul>
  );
}

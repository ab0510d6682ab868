import { formatMinute, zoneLabel } from "@/lib/model/format-time";
import { LICENSE_DEFINITIONS } from "@/lib/model/licenses";
import { retentionCutoff } from "@/lib/model/retention";
import type { LogView } from "../log-view";
import { LogTools } from "./log-tools";

/** What this log is, what belongs in it, and how far back it goes and why. */
export function LogTitle({ view }: { view: LogView }) {
  const { category } = view;
  return (
    <header className="log-title">
      <div className="flex min-w-0 items-center gap-1">
        <h1>{category.label} sign-ins</h1>
        <details className="menu hint">
          <summary className="icon-button" title={`What counts as ${category.label.toLowerCase()}`}>
            <span aria-hidden="true">?</span>
            <span className="sr-only">What counts as {category.label.toLowerCase()}</span>
          </summary>
          <div>
            <p>{category.explanation}</p>
          </div>
        </details>
      </div>
      <p className="text-muted text-sm">{historyText(view)}</p>
      <LogTools view={view} />
    </header>
  );
}

function historyText({ license, now, zone }: LogView): string {
  const { label, retentionDays } = LICENSE_DEFINITIONS[license];
  const since = retentionCutoff(license, now);
  const named = `${formatMinute(since, zone.name)} (${zoneLabel(zone.name, since)})`;
  return `Goes back to ${named}: ${label} keeps ${retentionDays} days.`;
}

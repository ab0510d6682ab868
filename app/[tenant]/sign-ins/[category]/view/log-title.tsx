import { formatCount } from "@/lib/model/format-number";
import { formatMinute, zoneLabel } from "@/lib/model/format-time";
import { LICENSE_DEFINITIONS } from "@/lib/model/licenses";
import { COUNT_CAP, type LogCounts, logCountText } from "@/lib/model/log-counts";
import { retentionCutoff } from "@/lib/model/retention";
import type { LogView } from "../log-view";
import { FreshnessLine } from "./freshness-line";
import { LogTools } from "./log-tools";

interface LogTitleProps {
  view: LogView;
  counts: LogCounts | null;
  newerHref: string | null;
}

/** What this log is, what belongs in it, how much matches, and how far back it goes and why. */
export function LogTitle({ view, counts, newerHref }: LogTitleProps) {
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
      {counts && (
        <p className="log-count tabular" title={exactText(counts)}>
          {logCountText(counts)}
        </p>
      )}
      <p className="log-history text-muted text-sm">
        {historyText(view)}
        {view.freshness && <FreshnessLine freshness={view.freshness} view={view} />}
      </p>
      <LogTools newerHref={newerHref} view={view} />
    </header>
  );
}

/** Roll-ups know large numbers exactly too. */
function exactText({ signIns: { n, complete } }: LogCounts): string | undefined {
  return complete && n > COUNT_CAP ? `${formatCount(n)} sign-ins` : undefined;
}

function historyText({ license, now, zone }: LogView): string {
  const { label, retentionDays } = LICENSE_DEFINITIONS[license];
  const since = retentionCutoff(license, now);
  const named = `${formatMinute(since, zone.name)} (${zoneLabel(zone.name, since)})`;
  return `Goes back to ${named}: ${label} keeps ${retentionDays} days.`;
}

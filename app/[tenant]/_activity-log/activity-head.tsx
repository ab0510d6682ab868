import { Icon } from "@/app/_components/icon";
import type { ActivitySurvey } from "@/lib/model/activity-view";
import { formatCount } from "@/lib/model/format-number";
import { type Count, countText } from "@/lib/model/log-counts";
import { logQueryHref } from "@/lib/model/log-query-href";
import { CopyLink } from "../sign-ins/[category]/filters/copy-link";
import { RangeForm } from "../sign-ins/[category]/filters/range-form";
import { DensitySwitch } from "../sign-ins/[category]/view/density-switch";
import { ActivityChips } from "./activity-chips";
import { ActivityFilterForm } from "./activity-filter-form";
import { type ActivityView, givenFor, withoutActivityFilters } from "./activity-log";

interface HeadProps {
  view: ActivityView;
  /** How many records match; null where nothing was searched. */
  count: Count | null;
  /** The values that filters with a list can have. */
  choices: ActivitySurvey["choices"];
  /** Whole days that the license keeps. */
  keptDays: number;
}

/** What this log is, how much matches, and the filters: links and GET forms, so that the address is the whole state. */
export function ActivityHead({ view, count, choices, keptDays }: HeadProps) {
  return (
    <div className="log-head">
      <header className="log-title">
        <div className="flex min-w-0 items-center gap-1">
          <h1>{view.words.title}</h1>
          <details className="menu hint">
            <summary className="icon-button" title="What belongs in this log">
              <span aria-hidden="true">?</span>
              <span className="sr-only">What belongs in this log</span>
            </summary>
            <div>
              <p>{view.words.explanation}</p>
            </div>
          </details>
        </div>
        {count && (
          <p className="log-count tabular">
            {countText(count)} {count.n === 1 ? view.words.noun : view.words.nouns}
          </p>
        )}
        <p className="text-muted text-sm">Goes back {keptDays} days.</p>
        <div className="log-tools">
          <DensitySwitch view={view} />
          {count && <DownloadMenu view={view} />}
        </div>
      </header>
      <FilterBar choices={choices} view={view} />
    </div>
  );
}

/** Everything that matches, not just this page, as a file. */
function DownloadMenu({ view: { path, params, words } }: { view: ActivityView }) {
  const { files } = words;
  if (!files) return null;
  return (
    <details className="menu">
      <summary className="button">
        <Icon name="download" />
        <span className="button-text">Download</span>
      </summary>
      <div>
        {Object.entries(files.parts ?? { "": "" }).flatMap(([part, label]) =>
          files.formats.map((format) => (
            <a
              className="menu-item"
              href={logQueryHref(`${path}/file`, params, { ...NOT_IN_FILES, part: part || null, format })}
              key={`${part} ${format}`}
            >
              {label ? `${label} as ${format.toUpperCase()}` : `As ${format.toUpperCase()}`}
            </a>
          )),
        )}
        <p className="px-2 py-1 text-muted text-xs">
          All {words.nouns} that match, newest first, at most {formatCount(files.cap)}. It enters the audit log.
        </p>
      </div>
    </details>
  );
}

const NOT_IN_FILES = { after: null, before: null, open: null, pane: null, size: null };

function FilterBar({ view, choices }: Pick<HeadProps, "view" | "choices">) {
  const keys = Object.keys(view.filters);
  const inForce = keys.filter((key) => givenFor(view, key).length > 0);
  const unusable = keys.filter((key) => view.problems[key] !== undefined);
  const others = keys.filter((key) => !inForce.includes(key));
  return (
    <div className="filter-area">
      <div className="filter-bar">
        <RangeForm view={view} />
        <ul aria-label="Filters in force" className="filter-chips">
          <ActivityChips choices={choices} keys={inForce} view={view} />
          {others.length > 0 && (
            <li>
              <details className="menu filter-menu">
                <summary className="button" data-filter-first="">
                  <Icon name="plus" />
                  Add filter
                </summary>
                <div>
                  <ActivityFilterForm choices={choices} keys={others} view={view} />
                </div>
              </details>
            </li>
          )}
          {inForce.length > 0 && (
            <li>
              <a className="button button-quiet" data-soft="" href={withoutActivityFilters(view)}>
                Clear
              </a>
            </li>
          )}
        </ul>
        <div className="filter-tools">
          <CopyLink href={view.sharedHref} />
        </div>
      </div>
      {unusable.length > 0 && (
        <div className="filter-repair">
          <ActivityFilterForm choices={choices} keys={unusable} place="repair" view={view} />
        </div>
      )}
    </div>
  );
}

import { Icon } from "@/app/_components/icon";
import { activityFilterText } from "@/lib/model/activity-filters";
import type { ActivitySurvey } from "@/lib/model/activity-view";
import { ActivityFilterForm } from "./activity-filter-form";
import { type ActivityView, activityHref, givenFor } from "./activity-log";

interface ChipsProps {
  view: ActivityView;
  keys: readonly string[];
  choices: ActivitySurvey["choices"];
}

/** The filters in force: each opens to be changed, and its cross takes it away. */
export function ActivityChips({ view, keys, choices }: ChipsProps) {
  return keys.map((key) => {
    const filter = view.filters[key];
    if (!filter) return null;
    const invalid = view.problems[key] !== undefined;
    const given = givenFor(view, key);
    return (
      <li className="chip" data-invalid={invalid ? "" : undefined} key={key}>
        <details className="menu filter-menu">
          <summary>
            <span className="text-muted">{filter.label}:</span>{" "}
            {invalid ? given.join(", ") : activityFilterText(filter, given)}
          </summary>
          <div>
            <ActivityFilterForm choices={choices} keys={[key]} place="chip" view={view} />
          </div>
        </details>
        <a
          aria-label={`Remove the filter ${filter.label}`}
          data-soft=""
          href={activityHref(view, { [key]: null })}
          title={`Remove the filter ${filter.label}`}
        >
          <Icon name="close" />
        </a>
      </li>
    );
  });
}

/** What the matches have in a field, most frequent first: each row leads to only those, and to all but those. */
import { Icon } from "@/app/_components/icon";
import {
  BREAKDOWN_LENGTH,
  type Breakdown,
  type BreakdownRow,
  breakdownText,
  LONGEST_BREAKDOWN,
  principalField,
  rowChanges,
  valueHref,
  valuesBeyond,
  visibleBreakdownFields,
} from "@/lib/model/breakdown";
import { filterDefinition } from "@/lib/model/filters";
import { formatCount, shareText } from "@/lib/model/format-number";
import { formatMinute, zoneOffset } from "@/lib/model/format-time";
import { inSentence } from "@/lib/model/in-sentence";
import { type LogView, tenantOf, viewHref } from "./log-view";

export function BreakdownPanel({ view, breakdown }: { view: LogView; breakdown: Breakdown }) {
  const { field, rows } = breakdown;
  const { label } = filterDefinition(field);
  return (
    <section aria-label={`Broken down by ${inSentence(label)}`} className="breakdown">
      <header>
        <BreakdownMenu label={`By ${inSentence(label)}`} view={view} />
        <p className="text-muted text-sm tabular">{summaryText(view, breakdown)}</p>
        <ByPrincipal field={field} view={view} />
        <a
          aria-label="Close the breakdown"
          className="icon-button"
          data-soft=""
          href={viewHref(view, { by: null, values: null })}
          title="Close the breakdown"
        >
          <Icon name="close" />
        </a>
      </header>
      {rows.length > 0 && (
        <ol>
          {rows.map((row) => (
            <Row breakdown={breakdown} key={row.key} most={rows[0]?.n ?? 1} row={row} view={view} />
          ))}
        </ol>
      )}
      <MoreValues breakdown={breakdown} view={view} />
    </section>
  );
}

/** What the rows leave out, and the way to it. */
function MoreValues({ view, breakdown }: { view: LogView; breakdown: Breakdown }) {
  const others = valuesBeyond(breakdown);
  const atLeast = breakdown.countedBackTo ? "At least " : "";
  const told = `${atLeast}${formatCount(others)} more ${others === 1 ? "value" : "values"}`;
  if (breakdown.rows.length > BREAKDOWN_LENGTH) {
    return (
      <p className="text-muted text-xs tabular">
        {others > 0 && `${told}: only the ${formatCount(LONGEST_BREAKDOWN)} most frequent are listed. `}
        <a className="text-link" data-soft="" href={viewHref(view, { values: null })}>
          Only the most frequent
        </a>
      </p>
    );
  }
  if (others <= 0) return null;
  return (
    <p className="text-xs tabular">
      <a className="text-link" data-soft="" href={viewHref(view, { values: "all" })}>
        {told}
      </a>
    </p>
  );
}

/** Of whatever was looked at, the next question is who it was. */
function ByPrincipal({ view, field }: { view: LogView; field: Breakdown["field"] }) {
  const who = principalField(view.category.slug);
  if (field === who) return null;
  return (
    <a className="text-link whitespace-nowrap text-sm" data-soft="" href={viewHref(view, { by: who, values: null })}>
      By {inSentence(filterDefinition(who).label)}
    </a>
  );
}

/** The fields to break down by, as links. */
export function BreakdownMenu({ view, label }: { view: LogView; label: string }) {
  const current = view.params.get("by");
  return (
    <details className="menu breakdown-menu">
      <summary className="button" title="Break the matches down by a field">
        <Icon name="overview" />
        <span className="button-text">{label}</span>
        <Icon className="text-faint" name="chevronDown" />
      </summary>
      <div>
        <ul className="breakdown-fields">
          {visibleBreakdownFields(view.category.slug, view.reader).map((field) => (
            <li key={field}>
              <a
                aria-current={field === current ? "page" : undefined}
                className="menu-item"
                data-soft=""
                href={viewHref(view, { by: field, values: null })}
              >
                {filterDefinition(field).label}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}

interface RowProps {
  view: LogView;
  breakdown: Breakdown;
  row: BreakdownRow;
  most: number;
}

function Row({ view, breakdown: { field, total }, row, most }: RowProps) {
  const changes = rowChanges(field, row.key, view.params);
  const href = valueHref(tenantOf(view), field, row.key);
  return (
    <li data-key={row.key} data-n={row.n}>
      <span className="breakdown-name" title={row.detail ? `${row.label} (${row.detail})` : row.label}>
        {href ? (
          <a className="quiet-link" href={href}>
            {row.label}
          </a>
        ) : (
          row.label
        )}
        {row.detail && <span className="text-faint"> {row.detail}</span>}
      </span>
      <svg aria-hidden="true" className="ranking-bar" preserveAspectRatio="none" viewBox="0 0 100 4">
        <rect height="4" rx="1" width={Math.max(1, (row.n / most) * 100)} x="0" y="0" />
      </svg>
      <span className="breakdown-count tabular">
        {formatCount(row.n)} <span className="text-muted">{shareText(row.n, total)}</span>
      </span>
      <span className="breakdown-links">
        {changes && (
          <>
            <a
              aria-label={`Only this: ${row.label}`}
              className="text-link"
              data-soft=""
              href={viewHref(view, changes.only)}
            >
              Only this
            </a>
            <a
              aria-label={`All but this: ${row.label}`}
              className="text-link"
              data-soft=""
              href={viewHref(view, changes.allBut)}
            >
              All but this
            </a>
          </>
        )}
      </span>
    </li>
  );
}

function summaryText({ zone }: LogView, breakdown: Breakdown): string {
  const { total, countedBackTo, field } = breakdown;
  if (total === 0 && !countedBackTo) return "No sign-ins match.";
  const { values, signIns } = breakdownText(breakdown);
  const note = field === "policy" ? " A sign-in can have several policies." : "";
  if (!countedBackTo) return `${values} in ${signIns}.${note}`;
  const backTo = `${formatMinute(countedBackTo, zone.name)} ${zoneOffset(zone.name, countedBackTo)}`;
  return `At least ${values}: only the newest ${signIns} were counted, back to ${backTo}.${note}`;
}

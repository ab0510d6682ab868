import { CATEGORIES } from "@/lib/model/categories";
import { formatInstant } from "@/lib/model/format-time";
import type { LogView } from "../log-view";
import type { MissingRecord } from "../read-log";
import { PaneButtons } from "./pane-buttons";
import { recordHref } from "./record-links";

/** Instead of details: there are none at this address, and where the request ID is found. */
export function ElsewherePane({ view, opened: { id, elsewhere } }: { view: LogView; opened: MissingRecord }) {
  const [first] = elsewhere;
  return (
    <div className="pane-head pb-6">
      <PaneButtons items={[]} view={view} />
      <h2>{first ? `This sign-in is in ${placeOf(view, elsewhere)}` : "This sign-in is not in the log"}</h2>
      {first ? (
        <>
          <p className="pt-1 text-muted text-sm">
            The request ID <span className="mono break-all">{id}</span> belongs to:
          </p>
          <ul className="grid gap-1 pt-2">
            {elsewhere.map((item) => (
              <li key={`${item.category} ${item.createdAt.getTime()}`}>
                <a className="text-link" data-soft="" href={recordHref(view, item)}>
                  {CATEGORIES[item.category].label} sign-in of {formatInstant(item.createdAt, view.zone.name)}
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p className="pt-1 text-muted text-sm">
          There is none with the request ID <span className="mono break-all">{id}</span> in any of the four logs, or it
          is older than the license keeps.
        </p>
      )}
    </div>
  );
}

function placeOf(view: LogView, elsewhere: MissingRecord["elsewhere"]): string {
  if (elsewhere.some(({ category }) => category === view.category.slug)) return "this log, at another time";
  const logs = new Set(elsewhere.map(({ category }) => CATEGORIES[category].label.toLowerCase()));
  return logs.size === 1 ? `the ${[...logs][0]} log` : "other logs";
}

"use client";
import { COLUMN_GROUPS, COLUMNS, type ColumnKey } from "@/lib/model/columns";

interface MoreColumnsProps {
  chosen: readonly ColumnKey[];
  onAdd: (key: ColumnKey) => void;
}

/** The columns that could be shown too, by subject. */
export function MoreColumns({ chosen, onAdd }: MoreColumnsProps) {
  const groups = Object.entries(COLUMN_GROUPS)
    .map(([title, keys]: [string, readonly ColumnKey[]]) => ({
      title,
      left: keys.filter((key) => !chosen.includes(key)),
    }))
    .filter(({ left }) => left.length > 0);
  return (
    <fieldset>
      <legend>More columns</legend>
      {groups.map(({ title, left }) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset is read out twice.
        <div aria-label={title} className="columns-group" key={title} role="group">
          <p aria-hidden="true">{title}</p>
          {left.map((key) => (
            <label key={key}>
              <input
                checked={false}
                className="checkbox"
                name="column"
                onChange={() => onAdd(key)}
                type="checkbox"
                value={key}
              />
              <span className="truncate">{COLUMNS[key].label}</span>
            </label>
          ))}
        </div>
      ))}
    </fieldset>
  );
}

"use client";
import { type DragEvent, useState } from "react";
import { Icon } from "@/app/_components/icon";
import { COLUMNS, type ColumnKey } from "@/lib/model/columns";
import { FIXED_COLUMN } from "@/lib/model/shown-columns";
import { POSITION_PREFIX } from "./field-names";

interface OrderedColumnsProps {
  chosen: readonly ColumnKey[];
  onChange: (chosen: readonly ColumnKey[]) => void;
}

/** The columns that are shown, from left to right. */
export function OrderedColumns({ chosen, onChange }: OrderedColumnsProps) {
  const [dragged, setDragged] = useState<ColumnKey>();
  const [told, setTold] = useState("");
  const moveTo = (key: ColumnKey, index: number) => {
    const others = chosen.filter((each) => each !== key);
    onChange([...others.slice(0, index), key, ...others.slice(index)]);
  };
  const moveByButton = (key: ColumnKey, index: number) => {
    if (index < 0 || index >= chosen.length) return;
    moveTo(key, index);
    setTold(`${COLUMNS[key].label} is now column ${index + 1} of ${chosen.length}.`);
  };
  const dragOver = (event: DragEvent, index: number) => {
    if (!dragged) return;
    event.preventDefault();
    if (chosen.indexOf(dragged) !== index) moveTo(dragged, index);
  };
  return (
    <fieldset>
      <legend>Shown, from left to right</legend>
      <ol className="columns-shown">
        {chosen.map((key, index) => (
          <li
            data-dragged={key === dragged ? "" : undefined}
            draggable
            key={key}
            onDragEnd={() => setDragged(undefined)}
            onDragOver={(event) => dragOver(event, index)}
            onDragStart={() => setDragged(key)}
          >
            <label>
              <input
                checked
                className="checkbox"
                disabled={key === FIXED_COLUMN}
                name="column"
                onChange={() => onChange(chosen.filter((each) => each !== key))}
                type="checkbox"
                value={key}
              />
              <span className="truncate">{COLUMNS[key].label}</span>
              {key === FIXED_COLUMN && <small>opens the row</small>}
            </label>
            <input
              aria-label={`Position of ${COLUMNS[key].label}`}
              className="column-position"
              max={chosen.length}
              min={1}
              name={POSITION_PREFIX + key}
              onChange={(event) => moveTo(key, event.target.valueAsNumber - 1 || 0)}
              type="number"
              value={index + 1}
            />
            <span className="column-moves">
              <MoveButton column={key} onMove={() => moveByButton(key, index - 1)} to="up" unusable={index === 0} />
              <MoveButton
                column={key}
                onMove={() => moveByButton(key, index + 1)}
                to="down"
                unusable={index === chosen.length - 1}
              />
            </span>
          </li>
        ))}
      </ol>
      <p className="sr-only" role="status">
        {told}
      </p>
    </fieldset>
  );
}

interface MoveButtonProps {
  column: ColumnKey;
  to: "up" | "down";
  /** Stays in place, so that the focus does not get lost at either end. */
  unusable: boolean;
  onMove: () => void;
}

function MoveButton({ column, to, unusable, onMove }: MoveButtonProps) {
  const label = `Move ${COLUMNS[column].label} ${to}`;
  return (
    <button
      aria-disabled={unusable ? true : undefined}
      aria-label={label}
      className="icon-button"
      onClick={onMove}
      title={label}
      type="button"
    >
      <Icon className={to === "up" ? "rotate-180" : undefined} name="chevronDown" />
    </button>
  );
}

/** Which columns a reader sees: their own choice where a log allows one. */
import type { CategoryDefinition } from "./categories";
import { COLUMNS, type ColumnKey } from "./columns";

/** Always shown, as it opens the row; its place is free. */
export const FIXED_COLUMN: ColumnKey = "date";

/** The columns of a log in order. Of a choice, what this version does not know is left out. */
export function shownColumns(
  category: CategoryDefinition,
  chosen: readonly string[] | undefined,
): readonly ColumnKey[] {
  if (!chosen || category.optionalColumns.length === 0) return category.columns;
  const known = category.optionalColumns.filter((key) => chosen.includes(key));
  const inOrder = known.sort((one, other) => chosen.indexOf(one) - chosen.indexOf(other));
  return inOrder.includes(FIXED_COLUMN) ? inOrder : [FIXED_COLUMN, ...inOrder];
}

/** Whether these columns can only be filled from the whole records. */
export function needRecords(columns: readonly ColumnKey[]): boolean {
  return columns.some((key) => COLUMNS[key].from === "record");
}

/** The width in pixels below which a table of these columns scrolls sideways. */
export function widthOf(columns: readonly ColumnKey[]): number {
  return columns.reduce((sum, key) => sum + COLUMNS[key].width, 0);
}

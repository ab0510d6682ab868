/** What every log table begins with, grouped or not: the widths of its columns and their names. */
import { type ColumnKey, columnDefinition } from "@/lib/model/columns";

interface TableHeadProps {
  columns: readonly ColumnKey[];
  /** Stands beside the date: every time names its zone. */
  zone: string;
  /** Pixels that the first column has more, for what stands before its text. */
  indent?: number;
}

export function TableHead({ columns, zone, indent = 0 }: TableHeadProps) {
  return (
    <>
      <colgroup>
        {columns.map((column, index) => {
          const { width, grows } = columnDefinition(column);
          return <col key={column} style={grows ? undefined : { width: width + (index === 0 ? indent : 0) }} />;
        })}
      </colgroup>
      <thead>
        <tr>
          {columns.map((column) => {
            const { label, face } = columnDefinition(column);
            const isDate = column === "date";
            return (
              <th data-face={face} key={column} scope="col" title={isDate ? `${label}, ${zone}` : label}>
                {label}
                {isDate && <small>{zone}</small>}
              </th>
            );
          })}
        </tr>
      </thead>
    </>
  );
}

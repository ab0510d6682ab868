/** One bar of a chart of sign-ins by status, as shapes of a drawing that is {@link BAR_WIDTH} wide per bar. */
import type { StatusCounts } from "@/lib/model/overview";
import type { Status } from "@/lib/model/status";

export const BAR_WIDTH = 10;
const GAP = 1.5;
/** One sign-in among thousands is still to be seen. */
const LEAST_HEIGHT = 1.5;
/** From the ground up: what one looks for stands on the line. */
const STACK: readonly Status[] = ["failure", "interrupted", "success"];

interface StackedBarProps {
  counts: StatusCounts;
  /** The count that is as high as the drawing. */
  highest: number;
  /** Of the drawing. */
  height: number;
  /** The place of the bar, from 0. */
  index: number;
}

export function StackedBar({ counts, highest, height: whole, index }: StackedBarProps) {
  let ground = whole;
  const parts = STACK.filter((status) => counts[status] > 0).map((status) => {
    const height = Math.max((counts[status] / highest) * whole, LEAST_HEIGHT);
    ground -= height;
    return { status, y: ground, height };
  });
  return (
    <>
      <rect className="pattern-hit" height={whole} width={BAR_WIDTH} x={index * BAR_WIDTH} y={0} />
      {parts.map(({ status, y, height }) => (
        <rect
          data-tone={status}
          height={height}
          key={status}
          width={BAR_WIDTH - GAP}
          x={index * BAR_WIDTH + GAP / 2}
          y={y}
        />
      ))}
    </>
  );
}

/** How a range is cut into the bars of a chart: whole hours, parts of days or days of the shown zone. */
import { DateTime } from "luxon";
import type { Interval } from "./intervals";
import { DAY_MS, HOUR_MS } from "./retention";

const MINUTE_MS = 60_000;
const MOST_BARS = 62;
const SIZES_MS = [MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 6 * HOUR_MS, DAY_MS] as const;

/**
 * The bars of a range, oldest first, without gaps: the first begins and the last ends where the range does.
 * @param now the last bar of an open range holds everything later, which are few: senders whose clocks run ahead.
 * @param zone bars of six hours and of days begin at local times, cut to the whole UTC hour (roll-ups know no finer one).
 */
export function timeBuckets({ from, to }: Interval, now: Date, zone: string): Interval[] {
  if (from >= to) return [];
  // What lies ahead gets no bars of its own, unless the range lies there as a whole.
  const shownTo = to > now && from < now ? now : to;
  const size = SIZES_MS.find((each) => (shownTo.getTime() - from.getTime()) / each <= MOST_BARS) ?? DAY_MS;
  const edges = [from, ...edgesBetween({ from, to: shownTo }, size, zone), to];
  return edges.slice(1).map((end, index) => ({ from: edges[index] as Date, to: end }));
}

function edgesBetween(range: Interval, size: number, zone: string): Date[] {
  const all = size >= 6 * HOUR_MS ? localEdges(range, size, zone) : evenEdges(range, size);
  return all.filter((edge) => edge > range.from && edge < range.to);
}

function evenEdges({ from, to }: Interval, size: number): Date[] {
  const first = Math.floor(from.getTime() / size) + 1;
  const count = Math.max(0, Math.ceil(to.getTime() / size) - first);
  return Array.from({ length: count }, (_, index) => new Date((first + index) * size));
}

function localEdges({ from, to }: Interval, size: number, zone: string): Date[] {
  const edges: Date[] = [];
  const perDay = DAY_MS / size;
  for (
    let day = DateTime.fromJSDate(from, { zone }).startOf("day");
    day.toMillis() < to.getTime();
    day = day.plus({ days: 1 })
  ) {
    for (let part = 0; part < perDay; part++) {
      const edge = day.set({ hour: (part * 24) / perDay }).toMillis();
      edges.push(new Date(Math.floor(edge / HOUR_MS) * HOUR_MS));
    }
  }
  return edges;
}

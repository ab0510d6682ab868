import { DAY_MS, HOUR_MS } from "./retention";

/** A duration in words, in the largest unit that fits: `40 seconds`, `1 minute`, `2 hours`, `3 days`. */
export function durationText(ms: number): string {
  const [count, unit] =
    ms < 59_500
      ? [Math.max(1, Math.round(ms / 1000)), "second"]
      : ms < HOUR_MS
        ? [Math.round(ms / 60_000), "minute"]
        : ms < 2 * DAY_MS
          ? [Math.round(ms / HOUR_MS), "hour"]
          : [Math.round(ms / DAY_MS), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

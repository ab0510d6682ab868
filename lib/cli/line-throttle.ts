/**
 * Keeps a process that fails in a loop from filling the disk with its log: repeated lines are counted instead of
 * printed, and no more than so many lines a second pass. What was left out is always said.
 */

export interface LineThrottleOptions {
  maxLinesPerSecond: number;
  /** Milliseconds, any origin. */
  now: () => number;
  write: (line: string) => void;
}

export interface LineThrottle {
  push(line: string): void;
  /** Says what is still held back. Call now and then, and at the end. */
  flush(): void;
}

export function createLineThrottle({ maxLinesPerSecond, now, write }: LineThrottleOptions): LineThrottle {
  let previous: string | undefined;
  let repeats = 0;
  let dropped = 0;
  let second = Number.NEGATIVE_INFINITY;
  let inSecond = 0;

  const flush = () => {
    if (repeats > 0) write(`(the line above came ${repeats} more ${repeats === 1 ? "time" : "times"})`);
    if (dropped > 0) write(`(${dropped} more lines were left out: too many at once)`);
    repeats = 0;
    dropped = 0;
  };
  const push = (line: string) => {
    const content = withoutTime(line);
    const current = Math.floor(now() / 1000);
    if (content === previous) {
      repeats++;
      return;
    }
    if (current !== second) {
      flush();
      second = current;
      inSecond = 0;
    } else if (repeats > 0) flush();
    previous = content;
    if (++inSecond > maxLinesPerSecond) dropped++;
    else write(line);
  };
  return { push, flush };
}

/** Two lines of our log that differ only in their time say the same; those of two requests differ in their id. */
function withoutTime(line: string): string {
  return line.replace(/"time":("[^"]*"|[\d.]+),?/, "");
}

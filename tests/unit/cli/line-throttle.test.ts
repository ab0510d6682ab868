import { beforeEach, describe, expect, it } from "vitest";
import { createLineThrottle, type LineThrottle } from "@/lib/cli/line-throttle";

let written: string[];
let nowMs: number;
let throttle: LineThrottle;

beforeEach(() => {
  written = [];
  nowMs = 0;
  throttle = createLineThrottle({ maxLinesPerSecond: 3, now: () => nowMs, write: (line) => written.push(line) });
});

describe("createLineThrottle", () => {
  it("passes different lines on as they are", () => {
    for (const line of ["a", "b", "a"]) throttle.push(line);
    throttle.flush();
    expect(written).toEqual(["a", "b", "a"]);
  });

  it("counts a line that repeats instead of printing it, also when only its time differs", () => {
    for (const second of [1, 2, 3])
      throttle.push(`{"level":"error","time":"2026-01-01T00:00:0${second}Z","msg":"gone"}`);
    throttle.push("other");
    expect(written.slice(1)).toEqual(["(the line above came 2 more times)", "other"]);
  });

  it("never takes two requests for one, however alike", () => {
    for (const id of ["r1", "r2"]) throttle.push(`{"time":"t","requestId":"${id}","path":"/"}`);
    throttle.flush();
    expect(written).toHaveLength(2);
  });

  it("leaves out what exceeds the lines of a second, and says how many", () => {
    for (const line of ["1", "2", "3", "4", "5"]) throttle.push(line);
    nowMs = 1000;
    throttle.push("6");
    expect(written).toEqual(["1", "2", "3", "(2 more lines were left out: too many at once)", "6"]);
  });

  it("says what it holds back when asked, once", () => {
    throttle.push("a");
    throttle.push("a");
    throttle.flush();
    throttle.flush();
    expect(written).toEqual(["a", "(the line above came 1 more time)"]);
  });
});

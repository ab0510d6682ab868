import { expect, it } from "vitest";
import { asLogLine } from "@/lib/cli/log-line";

const now = new Date("2026-01-02T03:04:05.678Z");

it("leaves a line of our log alone", () => {
  expect(asLogLine('{"level":"info","msg":"x"}', "web", "info", now)).toBe('{"level":"info","msg":"x"}');
});

it("makes a JSON object of what a library prints, without its colours", () => {
  expect(JSON.parse(asLogLine('\u001b[31m⨯ Error: "gone"\u001b[0m ', "worker", "error", now))).toEqual({
    level: "error",
    time: "2026-01-02T03:04:05.678Z",
    process: "worker",
    msg: '⨯ Error: "gone"',
  });
});

import { type Command, Option } from "commander";
import { runRetention } from "@/lib/services/retention/run-retention";
import { noun, verb } from "./command";
import { UsageError } from "./command-error";
import { say, setResult } from "./output";

/** Retention by hand: the same as what the worker does every hour. */
export function retentionCommand(): Command {
  const retention = noun("retention", "remove what has outlived its retention");
  verb<{ now?: Date; json?: boolean }>(retention, "run", {
    description: "remove it now; the worker does the same every hour",
    options: [
      new Option(
        "--now <time>",
        "as if it were this time (ISO, UTC without a zone): what is past then is really removed",
      ).argParser(parseTime),
    ],
    action: run,
  });
  return retention;
}

async function run({ now, json }: { now?: Date; json?: boolean }): Promise<void> {
  const log = json ? undefined : say;
  const { summary, report } = await runRetention({ ...(now ? { now } : {}), ...(log ? { log } : {}) });
  if (!report) {
    setResult({ busy: true }, summary);
    return;
  }
  if (report.failed.length > 0) process.exitCode = 1;
  const { elapsedMs, interrupted: _, ...facts } = report;
  setResult({ busy: false, ...facts, seconds: elapsedMs / 1000 }, summary);
}

const TIME = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;

/** A time without a zone is UTC, and a day its beginning. */
export function parseTime(text: string): Date {
  const [, day, time, , , zone] = TIME.exec(text) ?? [];
  const at = new Date(time === undefined || zone !== undefined ? text : `${text}Z`);
  // JavaScript takes 31 February for 3 March, and what is past then is really removed.
  const isDay = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(String(day));
  if (!isDay || Number.isNaN(at.getTime())) {
    throw new UsageError(`--now takes a time such as 2026-11-25T12:00:00Z or 2026-11-25, not ${JSON.stringify(text)}.`);
  }
  return at;
}

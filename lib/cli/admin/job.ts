import type { Command } from "commander";
import { listRuns } from "@/lib/services/jobs/list-runs";
import { noun, verb } from "./command";
import { formatTime, setResult, table } from "./output";

/** What the recurring jobs did. */
export function jobCommand(): Command {
  const job = noun("job", "look at the recurring jobs");
  verb(job, "list", {
    description: "list the latest runs, newest first",
    action: async () => {
      const runs = await listRuns();
      const cells = runs.map(({ job: name, startedAt, finishedAt, outcome, summary }) => [
        ...[name, formatTime(startedAt), secondsBetween(startedAt, finishedAt), outcome, summary],
      ]);
      const headings = ["Job", "Started", "Took", "Outcome", "What it did"];
      const text = runs.length === 0 ? "No job has run yet." : table(headings, cells);
      setResult({ runs }, text);
    },
  });
  return job;
}

function secondsBetween(from: Date, to: Date | null): string | null {
  return to && `${((to.getTime() - from.getTime()) / 1000).toFixed(1)} s`;
}

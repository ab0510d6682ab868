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
        ...[name, formatTime(startedAt), formatTime(finishedAt), outcome, summary],
      ]);
      const text =
        runs.length === 0 ? "No job has run yet." : table(["Job", "Started", "Ended", "Outcome", "What it did"], cells);
      setResult({ runs }, text);
    },
  });
  return job;
}

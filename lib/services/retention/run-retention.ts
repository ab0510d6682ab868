import { withAdvisoryLock } from "@/db/advisory-lock";
import { outsideTenants } from "@/db/client";
import { appDatabase, ownerDatabase } from "@/db/connections";
import { readClock } from "@/db/queries/health";
import { applyRetentionJob } from "@/jobs/contracts/apply-retention";
import { PartlyDoneError, recordRun } from "../jobs/record-run";
import { applyRetention, type RetentionReport } from "./apply-retention";
import type { RetentionOptions } from "./retention-run";

/** What a run did; without a report another program is at it, and will do it all. */
export interface RetentionResult {
  summary: string;
  report?: RetentionReport;
}

/**
 * Applies retention, one run at a time on all machines together, and records it.
 * @param now by default the database's clock: what a machine whose own is ahead deletes would be gone.
 * @returns also when something could not be removed: the report names it, and the run stands as failed.
 * @throws UnavailableError when the database is away.
 */
export async function runRetention(options: Partial<RetentionOptions> = {}): Promise<RetentionResult> {
  const now = options.now ?? (await readClock(appDatabase().db));
  const result = await outsideTenants(() =>
    withAdvisoryLock(ownerDatabase(), "retention", () => recorded({ ...options, now })),
  );
  return result ?? { summary: "Another program is applying retention." };
}

async function recorded(options: RetentionOptions): Promise<RetentionResult> {
  let report: RetentionReport | undefined;
  const work = async () => {
    report = await applyRetention(options);
    const outcome = { summary: describe(report), removed: report.removed };
    if (report.failed.length > 0) throw new PartlyDoneError(outcome);
    return outcome;
  };
  const summary = await recordRun(applyRetentionJob.name, work, { alone: true }).catch(summaryOfPart);
  return { summary, ...(report ? { report } : {}) };
}

function summaryOfPart(error: unknown): string {
  if (error instanceof PartlyDoneError) return error.outcome.summary;
  throw error;
}

/** One sentence for each thing it did. */
function describe({ droppedDays, removed, failed, interrupted, elapsedMs }: RetentionReport): string {
  const counts = Object.entries(removed).map(([table, rows]) => `${rows} ${table}`);
  const days = droppedDays.length === 1 ? "1 day" : `${droppedDays.length} days`;
  const sentences = [
    droppedDays.length > 0 ? `Dropped ${days} (${droppedDays.join(", ")}).` : "",
    counts.length > 0 ? `Removed ${counts.join(", ")}` : "Nothing was past its retention",
    `in ${(elapsedMs / 1000).toFixed(1)} s.`,
    interrupted ? "Stopped early; the next run goes on." : "",
    failed.length > 0 ? `Not removed: ${failed.map(({ what, message }) => `${what}: ${message}`).join(" ")}` : "",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

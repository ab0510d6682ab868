/** Whether the parts that every request needs can be reached now. */

import { appDatabase } from "@/db/connections";
import { databaseAnswers } from "@/db/queries/health";
import { queueIsReachable } from "@/jobs/enqueue";

export type Part = "database" | "queue";

/** A part that takes longer than this is of no use to anybody who waits. */
const PATIENCE_MS = 2_000;

/** Asks each part at once; one that fails or does not answer within two seconds is not ready. Never throws. */
export async function checkReadiness(): Promise<Record<Part, boolean>> {
  const [database, queue] = await Promise.all([
    answersInTime(() => databaseAnswers(appDatabase().db)),
    answersInTime(queueIsReachable),
  ]);
  return { database, queue };
}

async function answersInTime(ask: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, false);
  });
  const answer = (async () => ask())().catch(() => false);
  return Promise.race([answer, tooLate]).finally(() => clearTimeout(timer));
}

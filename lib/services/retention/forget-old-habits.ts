import type { TenantTransaction } from "@/db/client";
import { readOldMemories, writeMemories } from "@/db/queries/unusual/habits";
import { lockHabits } from "@/db/queries/unusual/progress";
import { forgetBefore } from "@/lib/model/judging";
import type { RetentionRun } from "./retention-run";

/**
 * Forgets what users' habits hold of the time before an instant.
 * @returns one piece of it, to be repeated until it says that it was the last.
 */
export function forgetOldHabits(before: Date, { rowsPerTransaction }: RetentionRun) {
  return async (tenant: TenantTransaction): Promise<boolean> => {
    // While the worker judges: at the next run.
    if ((await lockHabits(tenant)) === undefined) return true;
    const memories = await readOldMemories(tenant, before, rowsPerTransaction);
    const left = [...memories].map(([key, memory]) => [key, forgetBefore(memory, before.getTime())] as const);
    await writeMemories(tenant, new Map(left));
    return memories.size < rowsPerTransaction;
  };
}

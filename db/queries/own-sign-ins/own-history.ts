/** What the rules for unusual sign-ins look at: few columns of a person's newest sign-ins before an instant. */
import type { TenantTransaction } from "@/db/client";
import { type Interval, stepsNewestFirst } from "@/lib/model/intervals";
import { type PersonTrace, readNewestTraces } from "../unusual/traces";
import type { OwnKeys } from "./own-keys";
import { ownIn } from "./own-page";

/** Newest first, at most `limit`, and no further back than time allows. */
export async function readOwnHistory(
  tenant: TenantTransaction,
  { keys, range, limit, budgetMs }: { keys: OwnKeys; range: Interval; limit: number; budgetMs: number },
): Promise<PersonTrace[]> {
  const startedAt = performance.now();
  const rows: PersonTrace[] = [];
  for (const step of stepsNewestFirst([range])) {
    rows.push(...(await readNewestTraces(tenant, ownIn(tenant, keys, step), step, limit - rows.length)));
    if (rows.length >= limit || performance.now() - startedAt > budgetMs) break;
  }
  return rows;
}

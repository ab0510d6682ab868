import type { ExportRowData } from "@/db/queries/exports/rows";

/** One worker's hold on an export. */
export interface Attempt {
  row: ExportRowData;
  claim: { exportId: string; token: string };
  /** Says that the process is about to end. */
  signal: AbortSignal;
  now: () => Date;
}

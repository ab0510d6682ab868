/** What a report answers with, before it is written as a response. */

/** One page of records. */
export interface ReportPage {
  /** The report's name in `@odata.context`, with what was selected of it: `auditLogs/signIns(id,userId)`. */
  context: string;
  /** How many there are in all, where that was asked for. */
  count: number | undefined;
  /** Each record as JSON. */
  records: readonly string[];
  /** Where to read on: now (`next`), or later for what will have arrived by then (`delta`). */
  link: { kind: "next" | "delta"; token: string } | undefined;
}

/** One record. */
export interface ReportEntity {
  context: string;
  record: string;
}

/** `auditLogs/signIns(id,userId)` */
export function contextOf(report: string, select: readonly string[] | undefined): string {
  return select ? `${report}(${select.join(",")})` : report;
}

/** How long a report looks for records; writing them takes its time too, and an answer is due after ten seconds. */
export const REPORT_BUDGET_MS = 8_000;

/** What a program is told where even the first records could not be found in time. */
export const TOO_SLOW =
  "The question cannot be answered within 10 seconds. Narrow it: give createdDateTime ge … and le …, ask without $count, or compare a property such as userId, appId or ipAddress as well.";

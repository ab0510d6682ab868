export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}
export interface Report {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests?: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}
export function countResults(report: Report | undefined, exitCode: number): Counts;
export function describeCounts(counts: Counts): string;

/** What became of a sign-in. Only the error code is stored by providers; the word follows from it. */
export type Status = "success" | "failure" | "interrupted";
export type StatusCode = 1 | 2 | 3;

export const STATUS_CODES = { success: 1, failure: 2, interrupted: 3 } as const satisfies Record<Status, StatusCode>;
export const STATUS_LABELS: Record<Status, string> = {
  success: "Success",
  failure: "Failure",
  interrupted: "Interrupted",
};

/**
 * Codes that mean "one more step", not "no": the person was sent on to a further page. No public list exists; this one
 * is derived from codes whose name or text says interrupt or further step. Edit here and nowhere else; a change
 * needs a migration that restates the stored statuses.
 */
export const INTERRUPTED_ERROR_CODES: ReadonlySet<number> = new Set([
  16000, 16003, 50055, 50058, 50072, 50074, 50076, 50079, 50097, 50125, 50127, 50129, 50140, 50142, 50158, 50168, 50199,
  51006, 65001, 70016, 90095, 1000002,
]);

/** The status of an error code: 0 is success, a code of the interrupted list is interrupted, any other a failure. */
export function statusOfErrorCode(errorCode: number): Status {
  if (errorCode === 0) return "success";
  return INTERRUPTED_ERROR_CODES.has(errorCode) ? "interrupted" : "failure";
}

const BY_CODE: Record<StatusCode, Status> = { 1: "success", 2: "failure", 3: "interrupted" };

/** The word of a stored status code. */
export function statusByCode(code: number): Status {
  return BY_CODE[code as StatusCode] ?? "failure";
}

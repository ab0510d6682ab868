/** What database failures mean to the rest of the program. */
import { UnavailableError } from "@/lib/model/errors";

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "ENOTFOUND",
  "CONNECTION_CLOSED",
  "CONNECTION_ENDED",
  "CONNECTION_DESTROYED",
  "CONNECT_TIMEOUT",
]);

/** The code of a driver or server error, looked for along the chain of causes. */
export function databaseErrorCode(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const { code } = current as { code?: unknown };
    if (typeof code === "string") return code;
  }
  return undefined;
}

/**
 * What an error says, in the words of whatever failed first: the query builder's own message is the statement with all
 * its values, which are a tenant's data.
 */
export function rootMessage(error: unknown): string {
  let root = error;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  return root instanceof Error ? root.message : String(root);
}

/** Classes 08 (connection), 53 (disk full, too many connections), 57P (shutting down, starting up), 58 (I/O error). */
function meansUnavailable(code: string): boolean {
  return UNREACHABLE.has(code) || /^(08|53|57P|58)/.test(code);
}

/**
 * What statements of one transaction came to that were sent one behind the other. After the first that fails the server
 * refuses the others, and whoever waits for fewer of them hears of that before anybody hears of the failure itself.
 * @throws the failure, rather than a refusal that followed from it; when all are over.
 */
export async function togetherOrCause<T extends readonly unknown[]>(
  statements: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const outcomes = await Promise.allSettled(statements);
  const reasons = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason as unknown] : []));
  if (reasons.length > 0) throw reasons.find((reason) => databaseErrorCode(reason) !== "25P02") ?? reasons[0];
  return outcomes.map((outcome) => (outcome as PromiseFulfilledResult<unknown>).value) as unknown as T;
}

/** True for a deadlock or serialisation failure: the transaction did nothing and may be run again. */
export function isRetryable(error: unknown): boolean {
  const code = databaseErrorCode(error);
  return code === "40P01" || code === "40001";
}

/** True when a row's day has no partition (any more). */
export function isMissingPartition(error: unknown): boolean {
  return databaseErrorCode(error) === "23514";
}

/** True when a table that was named is not there. */
export function isMissingTable(error: unknown): boolean {
  return databaseErrorCode(error) === "42P01";
}

/** Turns "the database is away" into UnavailableError; everything else stays as it is. */
export function translateDatabaseError(error: unknown): unknown {
  const code = databaseErrorCode(error);
  if (code !== undefined && meansUnavailable(code)) {
    return new UnavailableError("The database is not reachable.", 5, { cause: error });
  }
  return error;
}

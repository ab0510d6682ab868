/** Which failures of the queues' store no waiting will mend, and how often the others are reported. */
import { databaseErrorCode } from "@/db/errors";

/** BullMQ's own words for a schema that is missing, too new, or on too old a server. */
const NAMES = ["SchemaMigrationRequiredError", "SchemaVersionMismatchError", "UnsupportedPostgresVersionError"];
/** Missing schema, table, column or function; no right to use it; wrong password, role or database. */
const CODES = new Set(["3F000", "42P01", "42703", "42883", "42501", "28P01", "28000", "3D000"]);

/**
 * True for a failure that will be the same at the next attempt. A worker that went on would report it in a loop
 * without a pause.
 */
export function isBeyondRetrying(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (NAMES.includes(error.name) || NAMES.includes(error.constructor.name)) return true;
  return CODES.has(databaseErrorCode(error) ?? "") || /^(WRONGPASS|NOAUTH|NOPERM)\b/.test(error.message);
}

const REPEAT_AFTER_MS = 60_000;
const REMEMBERED_MAX = 100;

/**
 * Passes on the first of equal messages, then at most one a minute with how many were held back.
 * @param now milliseconds, any origin.
 */
export function createErrorThrottle(now: () => number): (message: string) => { report: boolean; heldBack: number } {
  const seen = new Map<string, { at: number; heldBack: number }>();
  return (message) => {
    const known = seen.get(message);
    if (known && now() - known.at < REPEAT_AFTER_MS) {
      known.heldBack++;
      return { report: false, heldBack: 0 };
    }
    if (seen.size >= REMEMBERED_MAX) seen.clear();
    seen.set(message, { at: now(), heldBack: 0 });
    return { report: true, heldBack: known?.heldBack ?? 0 };
  };
}

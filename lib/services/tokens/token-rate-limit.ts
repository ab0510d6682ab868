/**
 * How often one client at one address may ask for a token. Kept in the process: a secret of 256 bits is not found by
 * guessing, so this guards only the process's own time for signing, and a count in the database would cost more than
 * what it saves.
 */
import { TooManyRequestsError } from "@/lib/model/errors";

export const TOKEN_REQUESTS_PER_MINUTE = 60;
const WINDOW_MS = 60_000;
/** Bounds the memory that made-up client ids can take. */
const MOST_WINDOWS = 20_000;

interface Window {
  startedAt: number;
  requests: number;
}

const windows = new Map<string, Window>();

/** Counts one request. @throws TooManyRequestsError that says when the next one may come. */
export function countTokenRequest(clientId: string, address: string, now: Date): void {
  const key = `${clientId} ${address}`;
  const time = now.getTime();
  const window = windows.get(key);
  if (!window || time - window.startedAt >= WINDOW_MS) {
    windows.delete(key);
    windows.set(key, { startedAt: time, requests: 1 });
    if (windows.size > MOST_WINDOWS) forgetOldest();
    return;
  }
  if (window.requests >= TOKEN_REQUESTS_PER_MINUTE) {
    const seconds = Math.max(1, Math.ceil((window.startedAt + WINDOW_MS - time) / 1000));
    throw new TooManyRequestsError(
      `More than ${TOKEN_REQUESTS_PER_MINUTE} token requests in a minute. A token is valid for an hour: keep it.`,
      seconds,
    );
  }
  window.requests++;
}

/** Entries stand in the order in which their windows began. */
function forgetOldest(): void {
  const [oldest] = windows.keys();
  if (oldest !== undefined) windows.delete(oldest);
}

/**
 * The status of a page that failed. Next lets a page say 307, 403 and 404 and nothing else; a page that catches its
 * failure, to tell the reader about it in HTML, would otherwise be a 200. Pages and server are bundled apart, so what
 * they share stands on globalThis.
 */
import type { ServerResponse } from "node:http";

export interface AnswerStatus {
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

/** Of the requests that are being answered, by request id. */
const held = globalThis as typeof globalThis & { signbookAnswerStatuses?: Map<string, AnswerStatus | undefined> };

function statuses(): Map<string, AnswerStatus | undefined> {
  held.signbookAnswerStatuses ??= new Map();
  return held.signbookAnswerStatuses;
}

/** Decides the status of an answer whose head has not been written. Without effect on a request that is not ours. */
export function setAnswerStatus(requestId: string, answer: AnswerStatus): void {
  if (statuses().has(requestId)) statuses().set(requestId, answer);
}

/** To be called before the request is handled: what is set for its id until the head is written, goes into the head. */
export function applyAnswerStatus(requestId: string, response: ServerResponse): void {
  statuses().set(requestId, undefined);
  response.once("close", () => statuses().delete(requestId));
  // Node calls it too when a body is begun without a head.
  const writeHead = response.writeHead as (...args: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const answer = statuses().get(requestId);
    if (answer?.retryAfterSeconds !== undefined) response.setHeader("retry-after", String(answer.retryAfterSeconds));
    return writeHead.call(response, answer?.status ?? status, ...rest);
  };
}

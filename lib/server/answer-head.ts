/**
 * What Next leaves out of the head of an answer. It lets a page say 307, 403 and 404 and nothing else; a page that catches
 * its failure, to tell the reader about it in HTML, would otherwise be a 200. And it drops the length of a streamed body,
 * without which nobody sees how much of a download is still to come. Pages and server are bundled apart, so what they
 * share stands on globalThis.
 */
import type { ServerResponse } from "node:http";

export interface AnswerHead {
  /** In place of the one that Next gives. */
  readonly status?: number;
  readonly retryAfterSeconds?: number;
  /** Of a body that will have exactly so many bytes. */
  readonly bodyBytes?: number;
}

/** Of the requests that are being answered, by request id. */
const held = globalThis as typeof globalThis & { signbookAnswerHeads?: Map<string, AnswerHead | undefined> };

function heads(): Map<string, AnswerHead | undefined> {
  held.signbookAnswerHeads ??= new Map();
  return held.signbookAnswerHeads;
}

/** Decides about an answer whose head has not been written. Without effect on a request that is not ours. */
export function setAnswerHead(requestId: string, answer: AnswerHead): void {
  if (heads().has(requestId)) heads().set(requestId, answer);
}

/** To be called before the request is handled: what is set for its id until the head is written, goes into the head. */
export function applyAnswerHead(requestId: string, response: ServerResponse): void {
  heads().set(requestId, undefined);
  response.once("close", () => heads().delete(requestId));
  // Node calls it too when a body is begun without a head.
  const writeHead = response.writeHead as (...args: unknown[]) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const answer = heads().get(requestId);
    if (answer?.retryAfterSeconds !== undefined) response.setHeader("retry-after", String(answer.retryAfterSeconds));
    if (answer?.bodyBytes !== undefined) response.setHeader("content-length", String(answer.bodyBytes));
    return writeHead.call(response, answer?.status ?? status, ...rest);
  };
}

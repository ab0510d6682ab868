/** The status of a page that shows a refusal or a failure instead of what was asked for. */
import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { log } from "@/lib/log";
import { TooManyRequestsError, UnavailableError } from "@/lib/model/errors";
import { setAnswerHead } from "@/lib/server/answer-head";
import { REFUSAL_STATUS, refusalOf } from "./refusal-of";
import { requestIdOf } from "./request-facts";

/**
 * Gives the answer the status of what the page caught, and logs what somebody has to look at. Only before something has
 * streamed: afterwards the status is already sent.
 * @returns the id under which the log has this request.
 * @throws what is none of ours: redirects, and what Next needs to see itself.
 */
export async function statePageRefusal(error: unknown): Promise<string | undefined> {
  unstable_rethrow(error);
  const requestId = requestIdOf(await headers());
  const refusal = refusalOf(error);
  if (!refusal) log.error({ err: error, requestId }, "page failed");
  if (refusal === "unavailable") log.warn({ problem: (error as Error).message, requestId }, "a part is not reachable");
  if (requestId) {
    setAnswerHead(requestId, { status: refusal ? REFUSAL_STATUS[refusal] : 500, ...retryAfter(error) });
  }
  return requestId;
}

function retryAfter(error: unknown): { retryAfterSeconds?: number } {
  const says = error instanceof UnavailableError || error instanceof TooManyRequestsError;
  return says ? { retryAfterSeconds: error.retryAfterSeconds } : {};
}

import "server-only";
import { headers } from "next/headers";
import { setAnswerHead } from "@/lib/server/answer-head";
import { requestIdOf } from "./request-facts";

/** Gives a page that answers fully another status than 200. Before anything has streamed. */
export async function statePageStatus(status: 400 | 404): Promise<void> {
  const requestId = requestIdOf(await headers());
  if (requestId) setAnswerHead(requestId, { status });
}

/** Says how long a streamed body will be, once nothing can fail any more. Next would leave the header out. */
export function stateBodyLength(asked: Headers, bodyBytes: number): void {
  const requestId = requestIdOf(asked);
  if (requestId) setAnswerHead(requestId, { bodyBytes });
}

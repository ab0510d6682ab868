import "server-only";
import { headers } from "next/headers";
import { setAnswerStatus } from "@/lib/server/answer-status";
import { requestIdOf } from "./request-facts";

/** Gives a page that answers fully another status than 200. Before anything has streamed. */
export async function statePageStatus(status: 400 | 404): Promise<void> {
  const requestId = requestIdOf(await headers());
  if (requestId) setAnswerStatus(requestId, { status });
}

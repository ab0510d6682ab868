/** `Idempotency-Key`: a request that is sent again, because its answer got lost, gets that answer. */
import { createHash } from "node:crypto";
import type { TenantScope } from "@/lib/model/scope";
import { openKeyedRequest } from "@/lib/services/ingest/keyed-request";
import { ApiError } from "./api-errors";

const KEY = /^[\x21-\x7e]{1,255}$/;
const COME_AGAIN_AFTER_SECONDS = "2";

/** The key that a request carries. @throws ApiError 400 when it cannot be one. */
export function idempotencyKeyOf(request: Request): string | undefined {
  const key = request.headers.get("idempotency-key");
  if (key === null) return undefined;
  if (KEY.test(key)) return key;
  throw new ApiError(400, "BadRequest", "Idempotency-Key: 1 to 255 visible ASCII characters, such as a UUID.");
}

/**
 * Answers with `answer`, or with what it answered to the same body under the same key within a day. Only a full success
 * is kept: after anything else the same key may be tried again.
 * @param body unpacked, so that the same events count as the same body however they were packed.
 * @throws ApiError 409 while the first request is under way, 422 for another body under the same key.
 */
export async function answerOnce(
  scope: TenantScope,
  key: string,
  body: AsyncIterable<Uint8Array>,
  answer: (body: AsyncIterable<Uint8Array>) => Promise<Response>,
): Promise<Response> {
  const held = await openKeyedRequest(scope, key);
  if (held.state === "underWay") {
    const message = "A request with this Idempotency-Key is under way. Ask again for its answer in a moment.";
    throw new ApiError(409, "RequestInProgress", message, { "retry-after": COME_AGAIN_AFTER_SECONDS });
  }
  const hash = createHash("sha256");
  if (held.state === "answered") {
    for await (const chunk of body) hash.update(chunk);
    if (!hash.digest().equals(held.bodyHash)) {
      const message =
        "This Idempotency-Key was used for another body within the last 24 hours. Give each body its own.";
      throw new ApiError(422, "IdempotencyKeyReused", message);
    }
    const headers = { "content-type": "application/json", "cache-control": "no-store", "idempotency-replayed": "true" };
    return new Response(held.text, { headers });
  }
  let text: string | undefined;
  try {
    const response = await answer(hashed(body, hash));
    if (response.status === 200) text = await response.clone().text();
    return response;
  } finally {
    await (text === undefined ? held.release() : held.answer(hash.digest(), text));
  }
}

async function* hashed(body: AsyncIterable<Uint8Array>, hash: { update: (chunk: Uint8Array) => unknown }) {
  for await (const chunk of body) {
    hash.update(chunk);
    yield chunk;
  }
}

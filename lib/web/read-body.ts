/** The bytes of a request's body, unpacked and counted, piece by piece: nothing here holds a body whole. */
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { ApiError } from "./api-errors";

/** Bodies of events, unpacked. As the limit counts what comes out, it also bounds what a small packed body can do. */
export const MAX_BODY_BYTES = 64 * 1024 * 1024;
const GUNZIP_CHUNK_BYTES = 64 * 1024;

export type BodyEncoding = "identity" | "gzip";

/** What the reader and the batch under way hold of one body, however long it is. */
const MOST_HELD_BYTES = 8 * 1024 * 1024;
/** A longer body counts in full at once: were it counted as it grows, too many would all be refused half way. */
const SMALL_BODY_BYTES = 256 * 1024;

interface BodyOptions {
  encoding: BodyEncoding;
  onArrival: (bytes: number) => void;
  onHeld?: (bytes: number) => void;
}

/** The encoding a request declares. @throws ApiError 415 for any but none and gzip. */
export function encodingOf(request: Request): BodyEncoding {
  const declared = request.headers.get("content-encoding")?.trim().toLowerCase() || "identity";
  if (declared === "identity") return declared;
  if (declared === "gzip" || declared === "x-gzip") return "gzip";
  throw new ApiError(415, "UnsupportedMediaType", "Content-Encoding: only gzip is understood.", {
    "accept-encoding": "gzip",
  });
}

/** The length a request declares, 0 without one. @throws ApiError 413 when it is over the limit already. */
export function declaredLength(request: Request): number {
  const declared = Number(request.headers.get("content-length") ?? 0);
  if (declared > MAX_BODY_BYTES) throw tooLarge();
  return Number.isFinite(declared) ? declared : 0;
}

/**
 * Streams a body. Every failure of the sender is an ApiError: 413 over the limit, 400 for damaged gzip and for a body
 * that breaks off.
 * @param onArrival told of the bytes that came over the network, before they are unpacked; may throw.
 * @param onHeld told how many unpacked bytes may be held in memory by now; may throw.
 */
export async function* readBody(
  bytes: AsyncIterable<Uint8Array>,
  { encoding, onArrival, onHeld }: BodyOptions,
): AsyncGenerator<Uint8Array> {
  const arriving = arrivingBytes(bytes, onArrival);
  let unpackedBytes = 0;
  for await (const chunk of encoding === "gzip" ? gunzip(arriving) : arriving) {
    unpackedBytes += chunk.length;
    if (unpackedBytes > MAX_BODY_BYTES) throw tooLarge();
    onHeld?.(unpackedBytes <= SMALL_BODY_BYTES ? unpackedBytes : MOST_HELD_BYTES);
    yield chunk;
  }
}

/** The bytes of a web request's body, which the reader's end cancels. */
export async function* webBody(request: Request): AsyncGenerator<Uint8Array> {
  const reader = request.body?.getReader();
  if (!reader) return;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    // Also when the consumer has had enough: the rest is not worth reading.
    await reader.cancel().catch(() => {});
  }
}

async function* arrivingBytes(
  bytes: AsyncIterable<Uint8Array>,
  onArrival: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  const arriving = bytes[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await arriving.next().catch((cause: unknown) => {
        throw new ApiError(400, "UnreadableBody", `The body breaks off: ${String(cause)}`);
      });
      if (done) return;
      onArrival(value.length);
      yield value;
    }
  } finally {
    await arriving.return?.();
  }
}

async function* gunzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const unpacking = createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES });
  // Errors reach the reader through the stream itself; the callback is there so that none goes unhandled.
  pipeline(Readable.from(packed, { objectMode: false }), unpacking, () => {});
  try {
    yield* unpacking;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code?.startsWith("Z_")) {
      throw new ApiError(400, "UnreadableBody", "The gzip data is damaged or breaks off.");
    }
    throw error;
  } finally {
    unpacking.destroy();
  }
}

function tooLarge(): ApiError {
  return new ApiError(413, "RequestEntityTooLarge", `A body may hold ${MAX_BODY_BYTES / 1024 / 1024} MiB, unpacked.`);
}

/** What every file that is sent to a reader has in common. */

export function downloadHeaders(fileName: string, contentType: string): Headers {
  return new Headers({
    "content-type": contentType,
    "content-disposition": contentDisposition(fileName),
    // Who may have it is decided anew each time.
    "cache-control": "private, no-store",
    "x-content-type-options": "nosniff",
  });
}

function contentDisposition(fileName: string): string {
  return `attachment; filename="${fileName}"; filename*=UTF-8''${encodeURIComponent(fileName)}`;
}

/** Pulled, not pushed: what is counted as sent has been taken by the client's side, and a client that leaves ends it. */
export function toStream(content: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = content[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { value, done } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      async cancel() {
        await iterator.return?.();
      },
    },
    { highWaterMark: 0 },
  );
}

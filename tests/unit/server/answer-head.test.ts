import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { applyAnswerHead, setAnswerHead } from "@/lib/server/answer-head";

let server: Server;
afterEach(() => server.close());

async function ask(handle: RequestListener): Promise<Response> {
  server = createServer((request, response) => {
    applyAnswerHead("one", response);
    handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

describe("the status of an answer", () => {
  it("is the handler's own when nobody decides otherwise", async () => {
    const answer = await ask((_request, response) => response.writeHead(404, { "x-kind": "own" }).end("text"));
    expect([answer.status, answer.headers.get("x-kind"), answer.headers.get("retry-after")]).toEqual([
      404,
      "own",
      null,
    ]);
  });

  it.each([true, false])("is what was set for its request; head written by hand: %s", async (byHand) => {
    const answer = await ask((_request, response) => {
      setAnswerHead("one", { status: 503, retryAfterSeconds: 5 });
      if (byHand) response.writeHead(200, { "x-kind": "own" });
      response.end("text");
    });
    expect([answer.status, answer.headers.get("retry-after"), await answer.text()]).toEqual([503, "5", "text"]);
    expect(answer.headers.get("x-kind")).toBe(byHand ? "own" : null);
  });

  it("stays the handler's own where only the length of the body is set", async () => {
    const answer = await ask((_request, response) => {
      setAnswerHead("one", { bodyBytes: 4 });
      response.statusCode = 206;
      response.write("te");
      response.end("xt");
    });
    expect([answer.status, answer.headers.get("content-length"), await answer.text()]).toEqual([206, "4", "text"]);
  });

  it("is left alone by a page of another request, and by one that is over", async () => {
    const first = await ask((_request, response) => {
      setAnswerHead("another", { status: 503 });
      response.end();
    });
    expect(first.status).toBe(200);
    setAnswerHead("one", { status: 503 });
    const second = await fetch(first.url);
    expect(second.status).toBe(200);
  });
});

/** A proxy with TLS in front of the site, as an installation has one: client libraries insist on https. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";

const FIXTURES = path.join(import.meta.dirname, "../fixtures/tls");
/** Signs itself: programs are told to believe it (NODE_EXTRA_CA_CERTS). */
export const TEST_CERTIFICATE = path.join(FIXTURES, "localhost.pem");

export interface TlsFront {
  url: string;
  /** To be called before the first request. */
  leadTo(url: string): void;
  close(): void;
}

export async function startTlsFront(): Promise<TlsFront> {
  let target = "";
  const key = readFileSync(path.join(FIXTURES, "localhost-key.pem"));
  const server = createServer({ key, cert: readFileSync(TEST_CERTIFICATE) }, (incoming, outgoing) => {
    const { method, headers } = incoming;
    const inner = request(new URL(incoming.url ?? "/", target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    inner.on("error", () => outgoing.destroy());
    incoming.pipe(inner);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    leadTo: (url) => {
      target = url;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
